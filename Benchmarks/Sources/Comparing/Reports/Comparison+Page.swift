internal import Foundation
import Measuring

extension Comparison {
  /// All of it as a page in Markdown.
  ///
  /// - Parameter plots: The directory of the plots, as the page names it.
  public func page(plots directory: String) -> String {
    var page = """
      # Benchmarks

      <!-- Written by `make bench ARGUMENTS="--page docs/benchmarks.md"`: change what writes it. -->

      Every figure here is from one run, on one machine, against the peers that a user could take instead. \
      `make bench` measures it again on yours; [benchmarking.md](benchmarking.md) says how, and what is \
      compared.

      \(machine.processor), \(machine.cores) cores, Linux \(machine.kernel), \(date). \
      \(machine.versions.joined(separator: "; ")). \(method.capitalizedFirst).

      A ratio is taken in each round between two values of that round; the table shows the median of these \
      ratios, which need not be the ratio of the medians. The rival of `UVLoop` is libuv, on which it is \
      built; that of `EventLoopAsync` is SwiftNIO's async interface where that takes part; that of the \
      others is the best of all peers. Most of the time of an event is the kernel's, which is the same for \
      all.


      """
    page += goalsSection
    for plot in plots where plot.file == "ratios.svg" {
      page += "![\(plot.title)](\(directory)/\(plot.file))\n\n"
    }
    for benchmark in benchmarks {
      page += section(benchmark, plots: directory)
    }
    return page + sizesSection
  }

  private var goalsSection: String {
    let goals = goals
    let missed = goals.filter(\.isMissed)
    let undecided = goals.filter(\.isUndecided)
    var text = """
      ## Where we are not first

      `EpollLoop` is to take at most 1.02 times what hand-written C takes and no more than the best peer, \
      `UVLoop` at most 1.05 times C on libuv, and `EventLoopAsync` no more than SwiftNIO's async interface \
      on echo. \(goals.count(where: \.isReached)) of these \(goals.count) goals are reached. \
      \(missed.isEmpty ? "" : "These are missed:")


      """
    if !missed.isEmpty {
      text += "| where | who | ratio | wanted | why |\n|---|---|---|---|---|\n"
      for goal in missed {
        text += "\(goal.markdown) \(Reasons.reason(for: goal) ?? "no cause was found") |\n"
      }
      text += "\n"
    }
    guard !undecided.isEmpty else { return text }
    text += """
      Of \(undecided.count) more it cannot be told: the median is beyond what is wanted, but the rounds \
      spread so much that the median of more of them might not be. In 95 of 100 cases it would lie in the \
      interval.

      | where | who | ratio | wanted | interval |
      |---|---|---|---|---|

      """
    for goal in undecided {
      let interval = goal.ratio.interval ?? goal.ratio.minimum...goal.ratio.maximum
      text += """
        \(goal.markdown) \(interval.lowerBound.formatted(digits: 2)) to \
        \(interval.upperBound.formatted(digits: 2)) |

        """
    }
    return text + "\n"
  }

  private func section(_ benchmark: BenchmarkResult, plots directory: String) -> String {
    var text = "## \(benchmark.title)\n\n\(benchmark.explanation)\n\n"
    for variant in benchmark.variants {
      for table in variant.tables {
        text += "### \(variant.label), per \(table.operation)\n\n"
        text += markdown(table, of: variant, unit: benchmark.unit) + "\n"
      }
      if !variant.latencies.isEmpty { text += markdown(variant.latencies) + "\n" }
      if let size = variant.size, let plot = plots.first(where: { $0.file == "latency-\(size).svg" }) {
        text += "![\(plot.title)](\(directory)/\(plot.file))\n\n"
      }
    }
    if let plot = plots.first(where: { $0.file == "\(benchmark.id).svg" }) {
      text += "![\(plot.title)](\(directory)/\(plot.file))\n\n"
    }
    return text
  }

  private func markdown(_ table: ComparisonTable, of variant: VariantResult, unit: Unit) -> String {
    let isCounted = !variant.counts.isEmpty
    var text = "| | median | least to greatest | to C | to the rival |"
    text += isCounted ? " instructions | system calls |\n" : "\n"
    text += "|---|---:|---|---:|---|" + (isCounted ? "---:|---:|\n" : "\n")
    for row in table.rows {
      let rival = row.rival.flatMap { rival in row.toRival.map { "\($0.markdown) \(rival.title)" } } ?? ""
      text += """
        | \(row.implementation.title) | \(unit.text(row.value.median)) | \
        \(unit.text(row.value.minimum)) to \(unit.text(row.value.maximum)) | \(row.toC?.markdown ?? "") | \
        \(rival) |
        """
      if isCounted {
        let counts = variant.counts.first { $0.implementation == row.implementation }
        let instructions = counts?.instructions.map { $0.formatted(digits: 0) } ?? ""
        text += " \(instructions) | \(counts.map { $0.systemCalls.formatted(digits: 2) } ?? "") |"
      }
      text += "\n"
    }
    return text
  }

  private func markdown(_ latencies: [LatencySummary]) -> String {
    var text = "| time to the answer | half | 99 % | 99.9 % | longest |\n|---|---:|---:|---:|---:|\n"
    for summary in latencies {
      let values = [summary.p50, summary.p99, summary.p999, summary.greatest]
      let cells = values.map { Unit.nanoseconds.text(Double($0)) }.joined(separator: " | ")
      text += "| \(summary.implementation.title) | \(cells) |\n"
    }
    return text
  }

  private var sizesSection: String {
    guard !sizes.isEmpty else { return "" }
    var text = """
      ## The size of the smallest program

      The program that waits for one event, stripped, and the shared libraries that it loads, but the C \
      library.

      | | program | libraries |
      |---|---:|---:|

      """
    for size in sizes {
      text += """
        | \(size.implementation.title) | \(Unit.bytes.text(Double(size.program))) | \
        \(Unit.bytes.text(Double(size.libraries))) |

        """
    }
    return text
  }
}

extension Spread {
  /// A ratio with its least and greatest.
  fileprivate var markdown: String {
    """
    **\(median.formatted(digits: 2))** (\(minimum.formatted(digits: 2)) to \(maximum.formatted(digits: 2)))
    """
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Goal {
  /// Its row in a table, but for the last cell.
  fileprivate var markdown: String {
    """
    | \(benchmark), \(variant), \(operation) | \(implementation.title) | \
    \(ratio.markdown) to \(reference.title) | \(limit.formatted(digits: 2)) |
    """
  }
}
