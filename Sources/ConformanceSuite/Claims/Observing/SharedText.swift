internal import Synchronization

/// A text that one thread leaves for another.
final class SharedText: Sendable {
  private let value = Mutex("")

  /// What was left, empty if nothing was.
  var text: String { value.withLock { $0 } }

  /// Leaves a text.
  func set(_ text: String) {
    value.withLock { $0 = text }
  }
}
