internal import EventLoopAPI

/// How often each condition was disproved of late, against how often the loops agreed about it.
///
/// One such report proves nothing: the condition may have come and gone between two looks. Where more than
/// one in nine is disproved, that is no coincidence.
@usableFromInline
struct Suspicion {
  private static var weight: Int { 8 }
  private static var limit: Int { 128 }

  /// One level for each of the kernel's bits.
  private var levels = Array(repeating: 0, count: 14)

  /// The sum of all levels.
  @usableFromInline private(set) var total = 0

  init() {}

  /// Counts conditions that were disproved; returns whether one of them was so too often.
  mutating func raise(_ conditions: Readiness) -> Bool {
    var isTooOften = false
    for bit in levels.indices where conditions.rawValue & 1 << bit != 0 {
      levels[bit] += Self.weight
      total += Self.weight
      guard levels[bit] >= Self.limit else { continue }
      total -= levels[bit]
      levels[bit] = 0
      isTooOften = true
    }
    return isTooOften
  }

  /// Counts conditions that the loops agree about.
  @usableFromInline
  mutating func lower(_ conditions: Readiness) {
    for bit in levels.indices where conditions.rawValue & 1 << bit != 0 && levels[bit] > 0 {
      levels[bit] -= 1
      total -= 1
    }
  }
}
