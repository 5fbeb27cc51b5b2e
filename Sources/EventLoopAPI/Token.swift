/// The name of one registration, which no other one gets for as long as anybody could still use it.
///
/// It holds a place in the loop's table and the generation of that place, in the 64 bits that the kernel
/// keeps with a registration, so that a late event is recognised and does not reach the place's next owner.
/// The generations of a place begin again after 4,294,967,296 registrations, or the place is then given up:
/// that is the backend's choice.
public struct Token: Hashable, Sendable, BitwiseCopyable {
  /// The generation in the upper 32 bits, the place in the lower ones.
  public let rawValue: UInt64

  /// Makes a token from a place in a table and its generation; for those who write backends.
  @inlinable
  public init(index: UInt32, generation: UInt32) {
    rawValue = UInt64(generation) << 32 | UInt64(index)
  }

  /// Makes a token from the 64 bits that went through the kernel; for those who write backends.
  @inlinable
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// The place in the loop's table.
  @inlinable
  public var index: UInt32 { UInt32(truncatingIfNeeded: rawValue) }

  /// The generation of the place.
  @inlinable
  public var generation: UInt32 { UInt32(truncatingIfNeeded: rawValue >> 32) }
}

extension Token: CustomStringConvertible {
  /// The place and its generation, such as `7.1`.
  public var description: String { "\(index).\(generation)" }
}
