internal import EventLoopAPI

// The format is in docs/observing.md.
extension Divergence: Encodable {
  private enum Key: String, CodingKey {
    case number, nanoseconds, wait, kind, token, descriptor, interest, trigger, primary, shadow, kernel,
      settlement
    case looks, waits
  }

  /// Writes the divergence as an object of names, numbers and lists of names.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(number, forKey: .number)
    try container.encode(time.nanoseconds, forKey: .nanoseconds)
    try container.encode(wait, forKey: .wait)
    try container.encode(kind.rawValue, forKey: .kind)
    try container.encodeIfPresent(token?.description, forKey: .token)
    try container.encodeIfPresent(descriptor, forKey: .descriptor)
    try container.encode(Readiness(interest).names, forKey: .interest)
    try container.encode(trigger.description.split(separator: " ").map(String.init), forKey: .trigger)
    try container.encode(primary, forKey: .primary)
    try container.encode(shadow, forKey: .shadow)
    try container.encodeIfPresent(kernel?.names, forKey: .kernel)
    switch settlement {
    case .atOnce: try container.encode("at-once", forKey: .settlement)
    case .recurred: try container.encode("recurred", forKey: .settlement)
    case .confirmed(let looks):
      try container.encode("confirmed", forKey: .settlement)
      try container.encode(looks, forKey: .looks)
    case .persisted(let waits):
      try container.encode("persisted", forKey: .settlement)
      try container.encode(waits, forKey: .waits)
    }
  }
}

extension Divergence.Report: Encodable {
  private enum Key: String, CodingKey {
    case answer, readiness, operation, error
  }

  /// Writes the report as an object whose `answer` says what it is.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .told(let readiness):
      try container.encode("told", forKey: .answer)
      try container.encode(readiness.names, forKey: .readiness)
    case .silent: try container.encode("silent", forKey: .answer)
    case .accepted: try container.encode("accepted", forKey: .answer)
    case .notAsked: try container.encode("not-asked", forKey: .answer)
    case .refused(let error):
      try container.encode("refused", forKey: .answer)
      try container.encode(error.operation.rawValue, forKey: .operation)
      try container.encode(error.code.description, forKey: .error)
    }
  }
}

extension Readiness {
  /// The names of the members; none for the empty set.
  fileprivate var names: [String] { isEmpty ? [] : description.split(separator: " ").map(String.init) }
}
