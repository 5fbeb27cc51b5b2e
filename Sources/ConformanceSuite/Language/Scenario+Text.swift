internal import Foundation

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
        : step.written + " -> " + step.expected.map { $0.written(after: step.action) }.joined(separator: " or ")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension Outcome {
  /// The outcome as a scenario writes it, in quotation marks if the language has no word for it.
  fileprivate func written(after action: Action) -> String {
    hasWords(after: action) ? description : "\"\(description)\""
  }

  private func hasWords(after action: Action) -> Bool {
    if action.isWait { return items.allSatisfy(Self.isEvent) }
    if action.isQuestion { return true }
    return ["end", "spent"].contains(description) || ErrorName.isKnown(description)
  }

  private static func isEvent(_ item: String) -> Bool {
    item.wholeMatch(of: /wake|timer [a-z0-9-]+|[a-z0-9-]+: [a-zA-Z ]+/) != nil
  }
}
