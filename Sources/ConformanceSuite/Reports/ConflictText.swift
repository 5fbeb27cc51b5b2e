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
    var lines = [style.bold(conflict.scenario) + ": the file and the model disagree"]
    lines += Wrapping.lines(conflict.text, behind: "  step \(conflict.step), line \(conflict.line): ")
    lines += Wrapping.lines(conflict.written, behind: "    file    ")
    lines += Wrapping.lines(conflict.predicted ?? "not done", behind: "    model   ")
    if conflict.blame != .undecided, !conflict.isEndless {
      lines += Wrapping.lines(conflict.observed ?? "not done", behind: "    kernel  ")
    }
    lines += Wrapping.lines(verdict, behind: "  ")
    return lines.joined(separator: "\n") + "\n"
  }

  private var remedy: String {
    guard let predicted = conflict.predicted else { return ", as no event for this step comes" }
    let isRefusal = conflict.written == Outcome.done.description && ErrorName.isKnown(predicted)
    return isRefusal ? ", or write '-> \(predicted)' behind the step" : ""
  }

  private var verdict: String {
    let kernel = "Linux \(report.environment.kernel)"
    return switch conflict.blame {
    case .file where conflict.isEndless: "Nothing is left that could end the wait: mend the file."
    case .file: "\(kernel) does as the model says: mend the file\(remedy)."
    case .model: "\(kernel) does as the file says: the model is wrong; please report it."
    case .both: "\(kernel) does neither: the file and the model are both wrong."
    case .undecided: "Run it with --backend epoll, so that the kernel can decide."
    }
  }
}
