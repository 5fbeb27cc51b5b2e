extension Interest: CustomStringConvertible {
  /// The members' names in a fixed order, or `none`.
  public var description: String {
    isEmpty ? "none" : Readiness(self).description
  }
}

extension Readiness: CustomStringConvertible {
  /// The members' names in a fixed order, or `none`.
  public var description: String {
    var text = ""
    func append(_ member: Readiness, _ name: String) {
      guard contains(member) else { return }
      text += text.isEmpty ? name : " " + name
    }
    append(.readable, "readable")
    append(.writable, "writable")
    append(.priority, "priority")
    append(.peerClosed, "peerClosed")
    append(.error, "error")
    append(.hangup, "hangup")
    return text.isEmpty ? "none" : text
  }
}

extension Trigger: CustomStringConvertible {
  /// The members' names in a fixed order, or `level`.
  public var description: String {
    var text = ""
    func append(_ member: Trigger, _ name: String) {
      guard contains(member) else { return }
      text += text.isEmpty ? name : " " + name
    }
    append(.edge, "edge")
    append(.oneShot, "oneShot")
    append(.wakeUp, "wakeUp")
    append(.exclusive, "exclusive")
    return text.isEmpty ? "level" : text
  }
}
