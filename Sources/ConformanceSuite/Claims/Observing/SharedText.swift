internal import EventLoopAPI
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

extension EpollSet {
  /// Waits, and says how many reports there are, or how it failed.
  func outcomeOfWaiting(milliseconds: CInt) -> String {
    do throws(ErrorCode) {
      let count = try wait(milliseconds: milliseconds).count
      return "\(count) report\(count == 1 ? "" : "s")"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}
