/// A step of which a scenario's file and the model say different things, as a person reads it.
struct ConflictText {
  private let conflict: ModelConflict
  private let report: Report
  private let style: Style

  init(_ conflict: ModelConflict, _ report: Report, _ style: Style) {
    self.conflict = conflict
    self.report = report
    self.style = style
  }

  var text: String {
    var table = TextTable()
    table.append(["  file", conflict.written])
    table.append(["  model", conflict.predicted ?? "not done"])
    if conflict.blame != .undecided {
      table.append(["  kernel", conflict.observed ?? "not done"])
    }
    return style.bold(conflict.scenario) + ": the file and the model disagree\n"
      + "  step \(conflict.step), line \(conflict.line): \(conflict.text)\n" + table.text
      + "  \(verdict)\n"
  }

  private var verdict: String {
    let kernel = "Linux \(report.environment.kernel)"
    return switch conflict.blame {
    case .file: "\(kernel) does as the model says: mend the file."
    case .model: "\(kernel) does as the file says: the model is wrong; please report it."
    case .both: "\(kernel) does neither: the file and the model are both wrong."
    case .undecided: "Run it with --backend epoll, so that the kernel can decide."
    }
  }
}
