/// What a backend offers, feature by feature.
public struct Capabilities: Hashable, Sendable {
  /// How a backend comes by a feature.
  public enum Support: String, Hashable, Sendable {
    /// The feature does not exist: asking for it is refused, or it never shows.
    case absent

    /// The feature is built beside the mechanism, which lacks it.
    case emulated

    /// The mechanism itself has the feature.
    case native
  }

  /// Edge-triggered registrations.
  public var edge: Support

  /// One-shot registrations.
  public var oneShot: Support

  /// Exclusive registrations, of which an event wakes only one of several loops.
  public var exclusive: Support

  /// Registrations that keep the system from suspending.
  public var wakeUp: Support

  /// Priority readiness, such as TCP's urgent data.
  public var priority: Support

  /// Half-close of the peer, reported apart from data.
  public var peerClosed: Support

  /// Hangup, reported apart from other readiness.
  public var hangup: Support

  /// Errors, reported apart from other readiness and for as long as they last.
  public var error: Support

  /// Registrations with the empty interest, which report hangup and error alone.
  public var emptyInterest: Support

  /// Deadlines that are never early, however they fall between two turns.
  public var deadlines: Support

  /// A descriptor by which another loop sees that there is something to collect.
  public var embedding: Support

  /// The finest step in which deadlines are kept.
  public var timerResolution: Duration

  /// Makes a set of capabilities in which every feature has the same support.
  public init(all support: Support, timerResolution: Duration) {
    edge = support
    oneShot = support
    exclusive = support
    wakeUp = support
    priority = support
    peerClosed = support
    hangup = support
    error = support
    emptyInterest = support
    deadlines = support
    embedding = support
    self.timerResolution = timerResolution
  }

  /// Whether a registration with this trigger can be made.
  public func supports(_ trigger: Trigger) -> Bool {
    (!trigger.contains(.edge) || edge != .absent)
      && (!trigger.contains(.oneShot) || oneShot != .absent)
      && (!trigger.contains(.exclusive) || exclusive != .absent)
      && (!trigger.contains(.wakeUp) || wakeUp != .absent)
  }
}
