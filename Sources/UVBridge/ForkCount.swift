internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Counts the forks that lie between the process's first loop and this process, so that a loop knows by one
/// load that it is in a child of the process that made it.
///
/// pthread_atfork(3) serves fork(3), and forkpty(3) and daemon(3), which use it; a raw clone(2) is not seen.
enum ForkCount {
  private static let forks = Atomic<Int>(0)

  private static let watching = pthread_atfork(nil, nil, countFork)

  /// Begins to count, and returns the present count.
  static func begin() throws(LoopError) -> Int {
    guard watching == 0 else { throw LoopError(.create, ErrorCode(rawValue: watching)) }
    return current
  }

  static var current: Int { forks.load(ordering: .relaxed) }

  /// In the child, which has but this thread.
  private static let countFork: @convention(c) () -> Void = { forks.add(1, ordering: .relaxed) }
}
