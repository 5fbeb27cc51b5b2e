extension Scenario {
  /// The scenario as a file, written anew from its steps, with no expectation where none is needed.
  ///
  /// - Parameter comments: lines that stand before it.
  func text(comments: [String] = []) -> String {
    var lines = comments.map { $0.isEmpty ? "#" : "# \($0)" }
    lines.append("purpose  \(purpose)")
    lines.append("cites    \(citations.joined(separator: " "))")
    if !neededFeatures.isEmpty { lines.append("needs    \(neededFeatures.joined(separator: " "))") }
    if let batchCapacity { lines.append("batch    \(batchCapacity)") }
    lines.append("")
    lines += steps.map { step in
      let isUsual = step.expected.isEmpty || (!step.action.isQuestion && step.expected == [.done])
      return isUsual
        ? step.written
        : step.written + " -> " + step.expected.map(\.description).joined(separator: " or ")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
