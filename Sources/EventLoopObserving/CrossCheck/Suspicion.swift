internal import EventLoopAPI

/// How often each condition was disproved of late, against how often the loops agreed about it.
///
/// One such report proves nothing: the condition may have come and gone between two looks. Nor do many
/// from one comparison, as a thread that had lost the processor between its looks finds them all at once.
/// Hence a comparison counts once, and not at all where as much has moved the other way: of conditions that
/// come and go by themselves as many end between two looks as begin, and of a shadow that is wrong only one
/// kind is seen.
@usableFromInline
struct Suspicion {
  private static var weight: Int { 8 }
  private static var limit: Int { 128 }

  /// What there is for one of the kernel's bits.
  private struct Count {
    /// The reports of this comparison that were disproved, and those that show that the files have moved.
    var disproved = 0
    var moved = 0

    var level = 0
  }

  private var counts = Array(repeating: Count(), count: 14)

  /// Whether something was counted in this comparison.
  @usableFromInline private(set) var isPending = false

  /// The sum of all levels.
  @usableFromInline private(set) var total = 0

  /// Whose condition was disproved last, and what the kernel said.
  private(set) var latest: (index: UInt32, kernel: Readiness?)?

  init() {}

  /// Counts conditions of a registration that were disproved in this comparison.
  mutating func raise(_ conditions: Readiness, of index: UInt32, _ kernel: Readiness? = nil) {
    latest = (index, kernel)
    isPending = true
    for bit in bits(of: conditions) { counts[bit].disproved += 1 }
  }

  /// Counts conditions that have moved between the looks of this comparison.
  mutating func excuse(_ conditions: Readiness) {
    isPending = true
    for bit in bits(of: conditions) { counts[bit].moved += 1 }
  }

  /// Counts conditions that the loops agree about.
  @usableFromInline
  mutating func lower(_ conditions: Readiness) {
    for bit in bits(of: conditions) { change(bit, by: -1) }
  }

  /// Ends a comparison; returns whether a condition was disproved too often.
  mutating func conclude() -> Bool {
    var isTooOften = false
    for bit in counts.indices {
      let (disproved, moved) = (counts[bit].disproved, counts[bit].moved)
      counts[bit].disproved = 0
      counts[bit].moved = 0
      guard disproved + moved > 0 else { continue }
      change(bit, by: disproved > moved ? Self.weight : -Self.weight)
      guard counts[bit].level >= Self.limit else { continue }
      change(bit, by: -Self.limit)
      isTooOften = true
    }
    isPending = false
    return isTooOften
  }

  private mutating func change(_ bit: Int, by difference: Int) {
    let difference = max(difference, -counts[bit].level)
    counts[bit].level += difference
    total += difference
  }

  private func bits(of conditions: Readiness) -> some Sequence<Int> {
    counts.indices.lazy.filter { conditions.rawValue & 1 << $0 != 0 }
  }
}
