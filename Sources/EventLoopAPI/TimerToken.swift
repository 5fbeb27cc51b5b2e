/// The name of one scheduled timer; it is never given to a second one while it could still be in use.
public struct TimerToken: Hashable, Sendable, BitwiseCopyable {
  /// The generation in the upper 32 bits, the place in the lower ones.
  public let rawValue: UInt64

  /// Makes a token from a place in a table and its generation; for those who write backends.
  @inlinable
  public init(index: UInt32, generation: UInt32) {
    rawValue = UInt64(generation) << 32 | UInt64(index)
  }

  /// The place in the loop's table.
  @inlinable
  public var index: UInt32 { UInt32(truncatingIfNeeded: rawValue) }

  /// The generation of the place.
  @inlinable
  public var generation: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }
}

extension TimerToken: CustomStringConvertible {
  /// The place and its generation, such as `7.1`.
  public var description: String { "\(index).\(generation)" }
}
