internal import Glibc
internal import Synchronization

/// Runs a body on several threads, each with its number from 0, and something else on this one as soon as
/// each of them sleeps in one of epoll's waits or has ended.
///
/// - Returns: how many of them were seen asleep.
func withSleepingThreads(
  _ count: Int, _ body: @Sendable (Int) -> Void, whenAsleep: () throws -> Void
) throws -> Int {
  let threads = Mutex<[Int: ObservedThread]>([:])
  let ended = Mutex<Set<Int>>([])
  var asleep: Set<Int> = []
  try withThreads(count) { number in
    threads.withLock { $0[number] = .current }
    body(number)
    ended.withLock { _ = $0.insert(number) }
  } meanwhile: {
    while asleep.union(ended.withLock { $0 }).count < count {
      for (number, thread) in threads.withLock({ $0 }) where thread.isAsleep {
        asleep.insert(number)
      }
      sched_yield()
    }
    try whenAsleep()
  }
  return asleep.count
}
