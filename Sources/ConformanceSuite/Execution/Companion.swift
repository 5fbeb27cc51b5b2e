internal import CObjects
internal import Foundation
internal import Synchronization

/// A second thread that does steps while the first one sleeps in a wait.
final class Companion {
  /// A step and its place in the scenario.
  struct Task: Sendable {
    var index: Int
    var perform: @Sendable () -> Outcome
  }

  /// What both threads see.
  private final class Shared: Sendable {
    let hasReturned = Atomic(false)
    let outcomes = Mutex<[(index: Int, outcome: Outcome)]>([])
  }

  private let shared = Shared()
  private var thread: SecondThread?

  /// Starts the thread, which begins when the calling thread is seen asleep in one of epoll's waits.
  init(_ tasks: [Task]) {
    guard !tasks.isEmpty else { return }
    let sleeper = cobjects_thread()
    thread = SecondThread { [shared] in
      while !shared.hasReturned.load(ordering: .acquiring), !Self.isAsleep(sleeper) {
        sched_yield()
      }
      for task in tasks {
        let outcome = task.perform()
        shared.outcomes.withLock { $0.append((task.index, outcome)) }
      }
    }
  }

  /// Waits for the thread's end, once the wait has returned.
  func finish() -> [(index: Int, outcome: Outcome)] {
    shared.hasReturned.store(true, ordering: .releasing)
    thread?.join()
    return shared.outcomes.withLock { $0 }
  }

  /// Whether a thread of this process blocks in epoll_wait(2) or one of its variants, as proc(5) tells.
  static func isAsleep(_ thread: CInt) -> Bool {
    guard
      let text = try? String(contentsOfFile: "/proc/self/task/\(thread)/syscall", encoding: .utf8),
      let number = text.split(separator: " ").first.flatMap({ Int($0) })
    else { return false }
    return cobjects_is_epoll_wait(number) != 0
  }
}
