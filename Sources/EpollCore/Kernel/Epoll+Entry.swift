public import EventLoopAPI

extension Epoll {
  /// What is to be put on the interest list.
  public struct Entry: Hashable, Sendable {
    /// The number to watch.
    public var descriptor: CInt

    /// What is asked for, and how.
    public var events: Events

    /// What each event will carry.
    public var data: UInt64

    /// Makes an entry from its parts.
    @inlinable
    public init(_ descriptor: CInt, for events: Events, data: UInt64) {
      self.descriptor = descriptor
      self.events = events
      self.data = data
    }
  }

  /// A refusal of one entry of several.
  public struct BatchError: Error, Hashable, Sendable {
    /// The place of the refused entry in the sequence, from 0: so many were added before it.
    public var index: Int

    /// The reason.
    public var code: ErrorCode

    /// Makes an error from its parts.
    public init(index: Int, code: ErrorCode) {
      self.index = index
      self.code = code
    }
  }
}

extension Epoll.BatchError: CustomStringConvertible {
  /// The operation, the entry's place and the name of the error, such as `add of entry 3: EEXIST`.
  public var description: String { "add of entry \(index): \(code.description)" }
}
