internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The greatest number of watches that a user may have.
enum WatchLimitReached: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/watch-limit",
      "A user who has as many watches as max_user_watches says gets ENOSPC for another one, "
        + "and nothing else.",
      cites: ["man:epoll_ctl(2)", "man:epoll(7)", "row:ctl-watch-limit-enospc"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    guard geteuid() == 0, let machine = try? MachineWatchLimit() else {
      return log.lacks("the right to lower max_user_watches")
    }
    guard machine.usual > limit else { return log.lacks("a max_user_watches of more than \(limit)") }
    // The watches of a user are counted who has no others, in a child, which alone becomes that user.
    let child = try ForkedChild()
    if child.isRunningHere {
      // It puts the limit back even if its parent dies, as its parent does if it dies.
      cobjects_outlive_parent()
      child.end(saying: outcome(on: machine))
    }
    let outcome = child.finish()
    machine.restore()
    if outcome.hasPrefix(lack) { return log.lacks(String(outcome.dropFirst(lack.count))) }
    log.see(
      "with as many watches as are allowed: one more, a modification, a removal, one in its place, one more",
      outcome, is: "ENOSPC, done, done, done, ENOSPC")
    log.see("a watch when the limit is as before", try outcomeAsUsual(), is: "done")
  }

  /// What a child's word begins with that could not try it.
  private static let lack = "lacks "

  /// So many that others who are at work meanwhile do not come near it; the limit is the machine's.
  private static let limit = 60_000
  private static let descriptors = 2000

  /// A user that nobody else is.
  private static let user = uid_t(3_500_000_000)

  private static func outcome(on machine: borrowing MachineWatchLimit) -> String {
    guard cobjects_allow_descriptors(CInt(descriptors) + 100) >= 0 else {
      return "\(lack)\(descriptors + 100) descriptors for a process"
    }
    guard setreuid(user, 0) == 0 else { return "\(lack)the right to become user \(user)" }
    do {
      let counter = try EventCounter()
      let numbers = try (0..<descriptors).map { _ throws(ErrorCode) in
        let number = cobjects_duplicate(counter.number)
        guard number >= 0 else { throw ErrorCode(rawValue: -number) }
        return number
      }
      let sets = try (0..<limit / descriptors).map { _ throws(ErrorCode) in
        let set = try EpollSet()
        for number in numbers { try set.add(number, for: []) }
        return set
      }
      // An array may be let go of after its last use, and with it the watches.
      return try withExtendedLifetime(sets) { try outcome(at: sets[0], numbers[0], counter, machine) }
    } catch let code as ErrorCode where [EMFILE, ENFILE, EACCES, EPERM, EROFS].contains(code.rawValue) {
      let isFull = code.rawValue == EMFILE || code.rawValue == ENFILE
      return lack + (isFull ? "descriptors for \(limit) watches" : "a max_user_watches that can be lowered")
    } catch {
      return "\(error)"
    }
  }

  private static func outcome(
    at set: EpollSet, _ watched: CInt, _ counter: EventCounter, _ machine: borrowing MachineWatchLimit
  ) throws -> String {
    try machine.lowered(to: limit) {
      [
        KernelAnswer.of { () throws(ErrorCode) in try set.add(counter.number) },
        KernelAnswer.of { () throws(ErrorCode) in try set.modify(watched) },
        KernelAnswer.of { () throws(ErrorCode) in try set.remove(watched) },
        KernelAnswer.of { () throws(ErrorCode) in try set.add(counter.number) },
        KernelAnswer.of { () throws(ErrorCode) in try set.add(watched) },
      ].joined(separator: ", ")
    }
  }

  private static func outcomeAsUsual() throws -> String {
    let (set, counter) = (try EpollSet(), try EventCounter())
    return KernelAnswer.of { () throws(ErrorCode) in try set.add(counter.number) }
  }
}
