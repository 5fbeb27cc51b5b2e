/// The newest divergences, as many as there is room for.
struct DivergenceRing {
  private var kept: [Divergence] = []
  private var oldest = 0
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Keeps one more; returns whether the oldest one had to go.
  mutating func append(_ divergence: Divergence) -> Bool {
    guard kept.count == capacity else {
      kept.append(divergence)
      return false
    }
    kept[oldest] = divergence
    oldest = (oldest + 1) % capacity
    return true
  }

  /// All that are kept, the oldest one first.
  var all: [Divergence] { Array(kept[oldest...] + kept[..<oldest]) }
}
