/// One timer in a heap: a number of 128 bits, whose order is the order in which timers are told.
@usableFromInline
package struct TimerEntry: BitwiseCopyable, Comparable {
  /// The deadline in the upper 64 bits, then 32 bits of the order of scheduling, then 32 bits of the slot.
  ///
  /// No two timers have the same sequence, so that the slot never decides.
  @usableFromInline
  var key: UInt128

  @inlinable @inline(__always)
  init(key: UInt128) {
    self.key = key
  }

  @inlinable @inline(__always)
  init(deadline: UInt64, sequence: UInt32, slot: UInt32) {
    key = UInt128(deadline) &<< 64 | UInt128(UInt64(sequence) &<< 32 | UInt64(slot))
  }

  /// What comes after every timer, where there is none.
  @inlinable
  static var none: TimerEntry { TimerEntry(key: .max) }

  @inlinable
  var deadline: UInt64 { UInt64(truncatingIfNeeded: key &>> 64) }

  @inlinable
  var sequence: UInt32 { UInt32(truncatingIfNeeded: key &>> 32) }

  @inlinable
  var slot: UInt32 { UInt32(truncatingIfNeeded: key) }

  @inlinable
  package static func < (left: TimerEntry, right: TimerEntry) -> Bool { left.key < right.key }
}
