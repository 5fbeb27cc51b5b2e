internal import Foundation

extension Report {
  /// The figures as a table for people.
  public func text(_ style: Style) -> String {
    var text = style.dim("\(machine.processor), \(machine.cores) cores, Linux \(machine.kernel)") + "\n"
    text += style.dim(machine.versions.joined(separator: "; ")) + "\n"
    var table = TextTable()
    var last: Figure?
    for figure in figures {
      if last?.isOfSameTable(as: figure) != true {
        table.append([])
        table.append(heading(figure, style))
      }
      table.append(row(figure, style))
      last = figure
    }
    return text + table.text + "\n" + conclusion(style) + "\n"
  }

  private func heading(_ figure: Figure, _ style: Style) -> [TextTable.Cell] {
    let unit = figure.measure == .instructions ? "instructions" : "ns"
    let ratio = usualReference(of: figure)
    return [
      TextTable.Cell(figure.workload, dress: style.bold),
      TextTable.Cell("\(unit) per \(figure.operation)", alignment: .right),
      TextTable.Cell(ratio.map { "to \($0)" } ?? "", alignment: .right),
      TextTable.Cell(ratio == nil || figure.measure == .instructions ? "" : "least to greatest"),
      TextTable.Cell(ratio == nil ? "" : "limit", alignment: .right),
    ]
  }

  /// What the figures of a table are compared with, if nothing else is said.
  private func usualReference(of figure: Figure) -> String? {
    figures.first { $0.isOfSameTable(as: figure) && $0.reference != nil }?.reference
  }

  private func subject(_ figure: Figure) -> String {
    guard let reference = figure.reference, reference != usualReference(of: figure) else {
      return figure.subject
    }
    return "\(figure.subject) (to \(reference))"
  }

  private func row(_ figure: Figure, _ style: Style) -> [TextTable.Cell] {
    let ratio = figure.ratio.map { Self.number($0.median, 3) } ?? ""
    var range = ""
    if figure.measure == .time, let spread = figure.ratio {
      range = "\(Self.number(spread.minimum, 3)) to \(Self.number(spread.maximum, 3))"
    }
    return [
      TextTable.Cell("  " + subject(figure)),
      TextTable.Cell(Self.number(figure.value.median, 2), alignment: .right),
      TextTable.Cell(ratio, alignment: .right),
      TextTable.Cell(range),
      TextTable.Cell(figure.limit.map { Self.number($0, 2) } ?? "", alignment: .right),
      verdict(figure, style),
    ]
  }

  private func verdict(_ figure: Figure, _ style: Style) -> TextTable.Cell {
    switch (figure.holds, decides(figure)) {
    case (nil, _): TextTable.Cell("")
    case (true, _): TextTable.Cell("holds", dress: style.green)
    case (false, true): TextTable.Cell("exceeded", dress: style.red)
    case (false, false):
      TextTable.Cell("exceeded (reported)", dress: style.yellow)
    }
  }

  private func conclusion(_ style: Style) -> String {
    let deciding = figures.filter(decides)
    let exceeded = deciding.count { $0.holds != true }
    let undecided = figures.count { !decides($0) && $0.holds == false }
    var text =
      exceeded == 0
      ? style.green("All \(deciding.count) limits that decide hold.")
      : style.red("\(exceeded) of \(deciding.count) limits that decide are exceeded.")
    if undecided > 0 {
      text += " \(undecided) on time \(undecided == 1 ? "is" : "are") exceeded; `--strict` lets them decide."
    }
    return text
  }

  /// A number with so many digits after the point.
  static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }
}
