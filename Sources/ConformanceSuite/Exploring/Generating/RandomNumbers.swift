/// Random numbers that are the same for a seed on every machine (SplitMix64).
struct RandomNumbers: RandomNumberGenerator {
  private var state: UInt64

  /// Begins the sequence of a seed and of a number within it.
  init(seed: UInt64, number: UInt64 = 0) {
    state = seed &* 0xD129_0D3B_3B2C_5B17 &+ number &* 0x9E37_79B9_7F4A_7C15
    _ = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 up to a bound that it does not reach.
  mutating func below(_ bound: Int) -> Int {
    // The standard library may change how it makes a range's number from bits; the programs must not.
    Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(bound)) >> 32)
  }

  /// Whether something of this many percent comes about.
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of these.
  mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }

  /// One of these, each as often as its weight says against the others'.
  mutating func weighted<Element>(_ elements: [(weight: Int, element: Element)]) -> Element {
    var place = below(elements.reduce(0) { $0 + $1.weight })
    for (weight, element) in elements {
      if place < weight { return element }
      place -= weight
    }
    return elements[elements.count - 1].element
  }
}
