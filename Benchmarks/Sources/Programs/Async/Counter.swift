import Synchronization

/// A sum that tasks add to.
final class Counter: Sendable {
  private let sum = Atomic(0)

  var value: Int { sum.load(ordering: .relaxed) }

  /// Adds a number and returns the new sum.
  @discardableResult
  func add(_ number: Int) -> Int {
    sum.add(number, ordering: .relaxed).newValue
  }
}
