import EventLoopAPI

/// What one wait, or several, told of registrations and timers, by their names.
struct UVLoopDifferentialTelling: Equatable {
  var readiness: [Int: Readiness] = [:]
  var timers: [Int] = []
  var hasWake = false

  /// Who was told of more than once.
  var repeated: Set<Int> = []

  /// Whether readiness came before timers, and those before the wake.
  var isInOrder = true

  /// Adds what a further wait told.
  mutating func add(_ other: Self) {
    for (name, told) in other.readiness where readiness.updateValue(told, forKey: name) != nil {
      repeated.insert(name)
    }
    timers += other.timers
    hasWake = hasWake || other.hasWake
  }
}
