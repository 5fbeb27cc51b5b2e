public import Measuring

extension Comparison {
  /// All of it as tables for a terminal.
  public func text(_ style: Style) -> String {
    var text = style.dim("\(machine.processor), \(machine.cores) cores, Linux \(machine.kernel)") + "\n"
    text += style.dim(machine.versions.joined(separator: "; ")) + "\n"
    text += style.dim(method) + "\n"
    var table = TextTable()
    for benchmark in benchmarks {
      for variant in benchmark.variants {
        for operation in variant.tables {
          table.append([])
          append(operation, of: variant, in: benchmark, to: &table, style)
        }
      }
    }
    appendLatencies(to: &table, style)
    appendSizes(to: &table, style)
    return text + table.text + "\n" + conclusion(style)
  }

  /// How it was measured, in one line.
  var method: String {
    let rounds = "\(settings.rounds) interleaved rounds on one core, medians (least to greatest)"
    return isQuick ? "quick: \(rounds); too short to rank by" : rounds
  }

  private func append(
    _ operation: ComparisonTable, of variant: VariantResult, in benchmark: BenchmarkResult,
    to table: inout TextTable, _ style: Style
  ) {
    let isCounted = !variant.counts.isEmpty
    table.append(
      [
        TextTable.Cell("\(benchmark.title): \(variant.label)", dress: style.bold),
        TextTable.Cell("per \(operation.operation)", alignment: .right),
        TextTable.Cell(""),
        TextTable.Cell("to C", alignment: .right),
        TextTable.Cell("to rival"),
      ]
        + (isCounted
          ? [
            TextTable.Cell("instructions", alignment: .right), TextTable.Cell("calls", alignment: .right),
          ]
          : []))
    for row in operation.rows {
      let counts = variant.counts.first { $0.implementation == row.implementation }
      table.append([
        TextTable.Cell("  " + row.implementation.title),
        TextTable.Cell(benchmark.unit.text(row.value.median), alignment: .right),
        TextTable.Cell(
          "\(benchmark.unit.text(row.value.minimum)) to \(benchmark.unit.text(row.value.maximum))"),
        TextTable.Cell(row.toC.map { $0.median.formatted(digits: 2) } ?? "", alignment: .right),
        TextTable.Cell(rival(of: row)),
        TextTable.Cell(counts?.instructions.map { $0.formatted(digits: 0) } ?? "", alignment: .right),
        TextTable.Cell(counts.map { $0.systemCalls.formatted(digits: 2) } ?? "", alignment: .right),
      ])
    }
  }

  private func rival(of row: ComparisonTable.Row) -> String {
    guard let ratio = row.toRival, let rival = row.rival else { return "" }
    return "\(ratio.median.formatted(digits: 2)) (\(rival.title))"
  }

  private func appendLatencies(to table: inout TextTable, _ style: Style) {
    for benchmark in benchmarks {
      for variant in benchmark.variants where !variant.latencies.isEmpty {
        table.append([])
        table.append(
          [TextTable.Cell("\(benchmark.title): time to the answer, \(variant.label)", dress: style.bold)]
            + ["half", "99 %", "99.9 %", "longest"].map { TextTable.Cell($0, alignment: .right) })
        for summary in variant.latencies {
          let values = [summary.p50, summary.p99, summary.p999, summary.greatest]
          table.append(
            [TextTable.Cell("  " + summary.implementation.title)]
              + values.map { TextTable.Cell(Unit.nanoseconds.text(Double($0)), alignment: .right) })
        }
      }
    }
  }

  private func appendSizes(to table: inout TextTable, _ style: Style) {
    guard !sizes.isEmpty else { return }
    table.append([])
    table.append([
      TextTable.Cell("The smallest program", dress: style.bold),
      TextTable.Cell("program", alignment: .right),
      TextTable.Cell("libraries", alignment: .right),
    ])
    for size in sizes {
      table.append([
        TextTable.Cell("  " + size.implementation.title),
        TextTable.Cell(Unit.bytes.text(Double(size.program)), alignment: .right),
        TextTable.Cell(Unit.bytes.text(Double(size.libraries)), alignment: .right),
      ])
    }
  }

  private func conclusion(_ style: Style) -> String {
    let goals = goals
    var text = "\(goals.count(where: \.isReached)) of \(goals.count) goals are reached.\n"
    for goal in goals where goal.isMissed {
      text += "  " + style.yellow(goal.sentence) + "\n"
    }
    let undecided = goals.filter(\.isUndecided)
    guard !undecided.isEmpty else { return text }
    text += "\(undecided.count) are not, as far as these rounds tell; they spread too much to be sure:\n"
    for goal in undecided {
      text += "  \(goal.sentence)\n"
    }
    return text
  }
}

extension Goal {
  /// The goal that is missed, in words.
  var sentence: String {
    let ratio = "\(ratio.median.formatted(digits: 2)) times"
    return """
      \(benchmark), \(variant), \(operation): \(implementation.title) takes \(ratio) \(reference.title), \
      and \(limit.formatted(digits: 2)) is wanted
      """
  }
}
