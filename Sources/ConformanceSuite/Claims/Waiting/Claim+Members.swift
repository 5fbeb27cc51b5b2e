internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let failsOnBadMember = Claim(
    "wait-fails-on-bad-member", .introduction,
    "A wait fails with -1, for example if there is an illegal descriptor."
  ) { log in
    for hasAnother in [false, true] {
      let condition = hasAnother ? "one with another descriptor" : "one without another descriptor"
      try log.given("the open file", condition) { log in
        let set = try EpollSet()
        let counter = try Files.counter(1)
        let number = counter.number
        let duplicate = hasAnother ? try Files.duplicate(number) : nil
        try set.add(number, EPOLLIN.rawValue)
        _ = consume counter
        let outcome = set.told(["the closed number": number])
        log.see(
          "a ready one registered and closed, and a wait", outcome.hasPrefix("E") ? "fails" : "does not fail",
          claimed: "fails")
        log.note("what it reports", outcome)
        _ = consume duplicate
      }
    }
  }

  static let reportsOnlyValid = Claim(
    "wait-reports-only-valid-fds", .introduction,
    "Every descriptor that a wait returns is open, so that none of them needs to be checked."
  ) { log in
    let set = try EpollSet()
    let counter = try Files.counter()
    let number = counter.number
    let duplicate = try Files.duplicate(number)
    try set.add(number, EPOLLIN.rawValue)
    _ = consume counter
    Files.signal(duplicate.number)
    log.did("one registered, a duplicate made of it, itself closed, and the file made ready by the duplicate")
    let told = try set.wait().map { CInt(truncatingIfNeeded: $0.data) }
    let closed = told.filter { fcntl($0, F_GETFD) < 0 }
    log.see(
      "descriptors in what a wait reports that are not open", closed == [number] ? "the closed one" : "none",
      claimed: "none")
    let removed = ClaimLog.outcome { () throws(ErrorCode) in try set.remove(number) }
    log.note("DEL of it", removed)
  }
}
