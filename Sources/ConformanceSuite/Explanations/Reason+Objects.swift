internal import EpollModel

extension Reason {
  /// What a step on an object is to those who watch.
  var operating: String {
    var parts: [String] = []
    if let refusal = refusalOfObject { parts.append(refusal) }
    if case .object(_, .mode) = step.action {
      return "The loop never changes O_NONBLOCK, which belongs to the open file."
    }
    let wakes = wakeClauses()
    parts += wakes
    parts += endings()
    let possible = entries.compactMap { entry -> String? in
      guard case .possible(let item) = entry else { return nil }
      return name(item)
    }
    if !possible.isEmpty {
      parts.append(
        "the kernel may or may not wake \(possible.once.joinedInWords) here, "
          + "which hangs on how full the buffers are")
    }
    if wakes.isEmpty, possible.isEmpty, parts.isEmpty {
      parts.append("\(subject) woke no queue that anybody waits in")
    }
    if let left = stillListed { parts.append(left) }
    return sentence(parts)
  }

  /// Clauses as one sentence.
  func sentence(_ clauses: [String]) -> String {
    let text = clauses.joined(separator: "; ")
    let firstWord = text.prefix { $0 != " " && $0 != "," }
    return (names.contains(String(firstWord)) ? text : text.prefix(1).uppercased() + text.dropFirst()) + "."
  }

  /// Why an operation was refused, or what else came of it.
  var refusalOfObject: String? {
    guard outcome != .done else { return nil }
    if case .object(_, .takeError) = step.action { return "taking the error clears it" }
    return switch outcome.description {
    case "end": "the stream has ended, which a read tells by 0 bytes"
    case "EAGAIN": "there was nothing to take, or no room"
    case "EBADF": "the number is not open"
    case "EPIPE": "nobody is left to read"
    case "EMFILE": "the process has no number left"
    default: nil
    }
  }

  /// What became of entries whose file was closed.
  private func endings() -> [String] {
    guard case .object(let name, let operation) = step.action, operation == .close || operation == .reset,
      outcome == .done
    else { return [] }
    var clauses: [String] = []
    let removed = entries.compactMap { entry -> String? in
      guard case .removed(let item) = entry else { return nil }
      return self.name(item)
    }
    if !removed.isEmpty {
      clauses.append(
        "no descriptor of the file is left, so the "
          + "\(removed.count == 1 ? "entry" : "entries") of \(removed.once.joinedInWords) left the tree")
    }
    for instance in after.instances {
      for item in instance.view.tree where after.isGhost(item) {
        guard let earlier = before.view(of: item.name), !before.isGhost(earlier) else { continue }
        let others = after.names(ofFile: item.name.file)
        clauses.append(
          "\(others.isEmpty ? "something" : others.joinedInWords) still refers to the file, "
            + "so the entry of \(name) stays, though its number is closed")
      }
    }
    return clauses
  }

  /// What an entry is on the ready list for although it is not ready any more.
  private var stillListed: String? {
    var names: [String] = []
    for instance in after.instances {
      for item in instance.view.tree where item.isListed && after.readiness(of: item).isEmpty {
        guard let earlier = before.view(of: item.name), earlier.isListed,
          !before.readiness(of: earlier).isEmpty
        else { continue }
        names.append(name(item.name))
      }
    }
    guard !names.isEmpty else { return nil }
    return names.count == 1
      ? "\(names[0]) is not ready any more, but stays on the list until it is polled"
      : "\(names.joinedInWords) are not ready any more, but stay on the list until they are polled"
  }

  func duplicating(_ names: [String], _ original: String) -> String? {
    guard outcome == .done else { return refusalOfObject.map { sentence([$0]) } }
    return "\(names.joinedInWords) is another number for the open file of \(original)."
  }
}
