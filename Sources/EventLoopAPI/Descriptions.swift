extension Interest: CustomStringConvertible {
  /// The members' names in a fixed order, or `none`.
  public var description: String {
    isEmpty ? "none" : Readiness(self).description
  }
}

extension Readiness: CustomStringConvertible {
  /// The members' names in a fixed order, or `none`.
  public var description: String {
    isEmpty
      ? "none"
      : memberNames([
        (.readable, "readable"), (.writable, "writable"), (.priority, "priority"),
        (.peerClosed, "peerClosed"), (.error, "error"), (.hangup, "hangup"),
      ])
  }
}

extension Trigger: CustomStringConvertible {
  /// The members' names in a fixed order, or `level`.
  public var description: String {
    isEmpty
      ? "level"
      : memberNames([
        (.edge, "edge"), (.oneShot, "oneShot"), (.wakeUp, "wakeUp"), (.exclusive, "exclusive"),
      ])
  }
}

extension OptionSet where Element == Self {
  /// The names of those members that the set has, with single spaces.
  fileprivate func memberNames(_ members: [(member: Self, name: String)]) -> String {
    var text = ""
    for (member, name) in members where contains(member) {
      text += text.isEmpty ? name : " " + name
    }
    return text
  }
}
