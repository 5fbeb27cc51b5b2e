internal import CObjects
internal import EventLoopAPI

extension Claim {
  static let oneShot: [Claim] = [reportedOnceOnly, addedAgain]

  private static let reportedOnceOnly = Claim(
    "oneshot-single", .tutorial,
    "EPOLLONESHOT: after one report the registration is disabled, until MOD enables it again."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "tcp"]) { kind in
      """
      open a b = \(kind)
      register a readable oneShot
      write b 1
      wait -> a: readable
      wait -> nothing
      write b 1
      wait -> nothing
      modify a readable oneShot
      wait -> a: readable
      close b
      wait -> nothing
      """
    }
  }

  private static let addedAgain = Claim(
    "oneshot-re-add", .introduction,
    "After its report a one-shot descriptor must be added to the instance again."
  ) { log in
    let set = try EpollSet()
    let counter = try Files.counter(1)
    let (number, flags) = (counter.number, EPOLLIN.rawValue | EPOLLONESHOT.rawValue)
    try set.add(number, flags)
    log.see("one that is ready added with EPOLLONESHOT, and a wait", set.told(["it": number]), claimed: "it")
    let added = ClaimLog.outcome { () throws(ErrorCode) in try set.add(number, flags) }
    log.see("ADD", added, claimed: "done")
    log.see("a wait after that", set.told(["it": number]), claimed: "it")
    let modified = ClaimLog.outcome { () throws(ErrorCode) in try set.modify(number, flags) }
    log.note("MOD", modified)
    log.note("a wait after that", set.told(["it": number]))
  }
}
