internal import Glibc
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

  /// Starts the thread, which begins when the calling thread is seen asleep in its wait.
  init(_ tasks: [Task]) {
    guard !tasks.isEmpty else { return }
    let sleeper = ObservedThread.current
    thread = SecondThread { [shared] in
      while !shared.hasReturned.load(ordering: .acquiring), !sleeper.isAsleep {
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
}
