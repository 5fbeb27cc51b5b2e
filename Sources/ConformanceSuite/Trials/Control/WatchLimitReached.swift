internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The greatest number of watches that a user may have.
enum WatchLimitReached: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/watch-limit",
      "A user who has as many watches as max_user_watches says gets ENOSPC for another one, and nothing else.",
      cites: ["man:epoll_ctl(2)", "man:epoll(7)", "row:ctl-watch-limit-enospc"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    guard geteuid() == 0 else { return log.lacks("the superuser's right to lower max_user_watches") }
    // The watches of a user are counted who has no others, in a child, which alone becomes that user.
    let child = try ForkedChild()
    if child.isRunningHere { child.end(saying: outcome()) }
    let outcome = child.finish()
    if outcome == readOnly { return log.lacks("a max_user_watches that can be lowered") }
    log.see(
      "with as many watches as are allowed: one more, a modification, a removal, one in its place, one more",
      outcome, is: "ENOSPC, done, done, done, ENOSPC")
    log.see("a watch when the limit is as before", try outcomeAsUsual(), is: "done")
  }

  private static let readOnly = "read-only"

  /// So many that others who are at work meanwhile do not come near it; the limit is the machine's.
  private static let limit = 60_000
  private static let descriptors = 2000

  /// A user that nobody else is.
  private static let user = uid_t(3_500_000_000)

  private static func outcome() -> String {
    do {
      guard cobjects_limit_descriptors(4096) >= 0, setreuid(user, 0) == 0 else { return "no such user" }
      let counter = try EventCounter()
      let numbers = (0..<descriptors).map { _ in cobjects_duplicate(counter.number) }
      let sets = try (0..<limit / descriptors).map { _ in
        let set = try EpollSet()
        for number in numbers { try set.add(number, for: []) }
        return set
      }
      // An array may be let go of after its last use, and with it the watches.
      return try withExtendedLifetime(sets) { try outcome(at: sets[0], numbers[0], counter) }
    } catch {
      return "\(error)"
    }
  }

  private static func outcome(at set: EpollSet, _ watched: CInt, _ counter: EventCounter) throws -> String {
    let file = open("/proc/sys/fs/epoll/max_user_watches", O_RDWR | O_CLOEXEC)
    guard file >= 0 else { return readOnly }
    var usual = [UInt8](repeating: 0, count: 32)
    let length = pread(file, &usual, usual.count, 0)
    // No signal may come between lowering and restoring.
    var (all, former) = (sigset_t(), sigset_t())
    sigfillset(&all)
    sigprocmask(SIG_SETMASK, &all, &former)
    let lowered = Array("\(limit)".utf8)
    guard length > 0, pwrite(file, lowered, lowered.count, 0) == lowered.count else { return readOnly }
    let answers = [
      KernelAnswer.of { () throws(ErrorCode) in try set.add(counter.number) },
      KernelAnswer.of { () throws(ErrorCode) in try set.modify(watched) },
      KernelAnswer.of { () throws(ErrorCode) in try set.remove(watched) },
      KernelAnswer.of { () throws(ErrorCode) in try set.add(counter.number) },
      KernelAnswer.of { () throws(ErrorCode) in try set.add(watched) },
    ]
    pwrite(file, usual, length, 0)
    sigprocmask(SIG_SETMASK, &former, nil)
    return answers.joined(separator: ", ")
  }

  private static func outcomeAsUsual() throws -> String {
    let (set, counter) = (try EpollSet(), try EventCounter())
    return KernelAnswer.of { () throws(ErrorCode) in try set.add(counter.number) }
  }
}
