internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Threads that each wait once at an epoll set, without limit.
final class Sleepers: Sendable {
  private struct State {
    var threads: [Int: ObservedThread] = [:]
    var reports: [Int: [EpollSet.Report]] = [:]
    /// The threads that have returned, the first of them first.
    var returned: [Int] = []
  }

  private let state = Mutex(State())

  private init() {}

  /// Has a thread sleep at each of several sets, does something, and says what each thread is told of.
  ///
  /// In the end all sets become ready by a descriptor of their own, which is left out of what is returned. So
  /// a
  /// thread that nothing has woken returns all the same, and what it was not told of is seen without a time.
  ///
  /// - Parameters:
  ///   - sets: the threads' sets; several threads may have the same.
  ///   - capacity: how many reports each thread takes at most.
  ///   - handle: done by each thread that is told of something, when its wait has returned.
  ///   - action: done when all are seen asleep; it may close sets.
  static func reports(
    at sets: [EpollSet], capacity: Int = 8, handlingBy handle: @Sendable (Sleepers) -> Void = { _ in },
    after action: (Sleepers) throws -> Void
  ) throws -> [[EpollSet.Report]] {
    let end = try EventCounter()
    for (place, set) in sets.enumerated() where !sets[..<place].contains(where: { $0 === set }) {
      try set.add(end.number, data: endData)
    }
    let sleepers = Sleepers()
    try withThreads(sets.count) { thread in
      if sleepers.wait(as: thread, at: sets[thread], capacity) { handle(sleepers) }
    } meanwhile: {
      defer { end.raise() }
      sleepers.awaitSleep(of: sets.count)
      try action(sleepers)
    }
    return sleepers.state.withLock { state in sets.indices.map { state.reports[$0] ?? [] } }
  }

  /// The threads that are told of something by an action.
  static func told(
    at sets: [EpollSet], capacity: Int = 8, handlingBy handle: @Sendable (Sleepers) -> Void = { _ in },
    after action: (Sleepers) throws -> Void
  ) throws -> [Int] {
    let reports = try reports(at: sets, capacity: capacity, handlingBy: handle, after: action)
    return reports.indices.filter { !reports[$0].isEmpty }
  }

  /// One of the threads.
  func thread(_ place: Int) -> ObservedThread? { state.withLock { $0.threads[place] } }

  /// How many threads have returned.
  var returnedCount: Int { state.withLock { $0.returned.count } }

  /// Waits until so many threads have returned, and says which they are, the first of them first.
  func awaitReturn(of count: Int) -> [Int] {
    while true {
      let returned = state.withLock { $0.returned }
      if returned.count >= count { return returned }
      sched_yield()
    }
  }

  /// What the descriptor is told by that ends all waits.
  private static let endData = UInt64.max - 1

  /// Waits once, and says whether that has told of anything but the end.
  private func wait(as thread: Int, at set: EpollSet, _ capacity: Int) -> Bool {
    state.withLock { $0.threads[thread] = .current }
    let all = (try? set.wait(capacity, milliseconds: -1)) ?? []
    let reports = all.filter { $0.data != Self.endData }
    state.withLock { state in
      state.reports[thread] = reports
      state.returned.append(thread)
    }
    return !reports.isEmpty
  }

  /// Waits until all sleep; one that has returned already says by its report what was wrong.
  private func awaitSleep(of count: Int) {
    for place in 0..<count {
      while true {
        if let thread = thread(place) {
          thread.awaitSleep { state.withLock { $0.returned.contains(place) } }
          break
        }
        sched_yield()
      }
    }
  }
}
