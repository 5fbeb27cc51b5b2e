import CEpoll
import EpollCore
import Glibc

@testable import ConformanceSuite

/// A user who has so many watches that the least limit which the kernel takes is reached.
///
/// It is for a process of its own, run by the superuser: the limit is the machine's, and put back at once.
struct WatchLimit {
  /// Instances with 2000 watches each.
  let instances: [CInt]

  /// An eventfd that none of them watches.
  let unwatched: CInt

  /// Makes the process the user's, and the watches.
  init(user: uid_t) throws {
    try checked(setreuid(user, 0))
    unwatched = try checked(eventfd(0, CInt(EFD_CLOEXEC)))
    var limit = rlimit()
    try checked(getrlimit(__rlimit_resource_t(7), &limit))
    limit.rlim_cur = min(limit.rlim_max, 4096)
    try checked(setrlimit(__rlimit_resource_t(7), &limit))
    let duplicates = try (0..<2000).map { [unwatched] _ in try checked(dup(unwatched)) }
    instances = try (0..<30).map { _ in
      let epoll = try Epoll()
      try epoll.add(contentsOf: duplicates.map { Epoll.Entry($0, for: [], data: 0) })
      return epoll.release()
    }
  }

  /// Does something while the user can have no more watches.
  ///
  /// - Throws: ``UsualLimitTooLow`` if the machine's limit is no greater, or what the body throws.
  func reached<Result>(_ body: () throws -> Result) throws -> Result {
    let machine = try MachineWatchLimit()
    guard machine.usual > 60_000 else { throw UsualLimitTooLow() }
    return try machine.lowered(to: 60_000, body)
  }

  /// The machine's limit is 60,000 or less.
  struct UsualLimitTooLow: Error {}
}
