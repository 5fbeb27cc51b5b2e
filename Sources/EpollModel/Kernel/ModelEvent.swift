/// An event of a wait: what holds of what was asked for, and the entry's data.
public struct ModelEvent: Hashable, Sendable, BitwiseCopyable {
  /// The conditions.
  public var events: EventMask

  /// The data that the entry was given.
  public var data: UInt64

  /// Makes an event from its parts.
  @inlinable
  public init(_ events: EventMask, data: UInt64) {
    self.events = events
    self.data = data
  }
}
