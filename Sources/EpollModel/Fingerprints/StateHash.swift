/// A hash of words in their order.
///
/// It is the same on every machine and in every run, which that of Swift's `Hasher` is not.
package struct StateHash {
  private var state: UInt64

  /// The hash of the words so far.
  package var value: UInt64 { Self.mix(state) }

  /// Begins with a word.
  ///
  /// - Parameter first: what tells this hash from others.
  package init(_ first: UInt64) {
    state = Self.mix(first)
  }

  /// Adds a word.
  ///
  /// - Parameter word: the word.
  package mutating func combine(_ word: UInt64) {
    state = ((state << 5 | state >> 59) ^ word) &* 0xD6E8_FEB8_6659_FD93
  }

  /// Adds a number.
  ///
  /// - Parameter number: the number.
  package mutating func combine(_ number: some BinaryInteger) {
    combine(UInt64(truncatingIfNeeded: number))
  }

  /// Adds a yes or a no.
  ///
  /// - Parameter flag: which.
  package mutating func combine(_ flag: Bool) {
    combine(flag ? 1 as UInt64 : 0)
  }

  /// Adds a text.
  ///
  /// - Parameter text: the text.
  package mutating func combine(_ text: some StringProtocol) {
    var length: UInt64 = 0
    for byte in text.utf8 {
      combine(UInt64(byte))
      length += 1
    }
    combine(length)
  }

  /// A word with its bits spread over all others.
  ///
  /// Source: the last step of SplitMix64 (Steele, Lea and Flood: Fast Splittable Pseudorandom Number
  /// Generators, 2014).
  package static func mix(_ word: UInt64) -> UInt64 {
    var word = word &+ 0x9E37_79B9_7F4A_7C15
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}
