internal import EventLoopAPI

/// The tokens of a scenario's registrations by the objects' names, also of those that have ended.
struct NamedRegistrations {
  private var tokens: [String: Token] = [:]
  private var levels: Set<String> = []
  private var names: [Token: (name: String, isLive: Bool)] = [:]

  /// The latest token of an object.
  subscript(name: String) -> Token? { tokens[name] }

  /// Whether an object's registration repeats its report by right.
  func isLevel(_ name: String) -> Bool { levels.contains(name) }

  /// Notes the trigger of an object's registration.
  mutating func set(_ name: String, _ trigger: Trigger) {
    if trigger.isDisjoint(with: [.edge, .oneShot]) {
      levels.insert(name)
    } else {
      levels.remove(name)
    }
  }

  mutating func begin(_ name: String, _ token: Token) {
    tokens[name] = token
    names[token] = (name, true)
  }

  mutating func end(_ token: Token) {
    names[token]?.isLive = false
  }

  /// The name by which reports speak of a token; one that has ended or was never given out stands out.
  func label(of token: Token) -> String {
    guard let entry = names[token] else { return "(stranger)" }
    return entry.isLive ? entry.name : "\(entry.name) (ended)"
  }
}
