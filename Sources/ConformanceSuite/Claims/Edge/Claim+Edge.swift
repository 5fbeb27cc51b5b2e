extension Claim {
  static let edge: [Claim] = [
    reportedOnce, moreIsSilent, moreIsReported, partialReadSilent, unreadLost, requiresNonblocking,
    perDescriptor,
    room, sleepsBesideData, savesWaits, drainedLevel,
  ]

  private static let reportedOnce = Claim(
    "et-once", .tutorial,
    "Edge-triggered: a change is reported once, and what stays ready is not reported again."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "unix-datagram", "tcp", "udp", "pty"]) { kind in
      """
      open a b = \(kind)
      register a readable edge
      write b 10
      wait -> a: readable
      wait -> nothing
      wait -> nothing
      """
    }
  }

  private static let moreIsSilent = Claim(
    "et-more-data-silent", .tutorial, "Edge-triggered: more data is not reported while there is unread data."
  ) { log in
    try writeTwice(&log, second: "nothing")
  }

  private static let moreIsReported = Claim(
    "et-more-data-reports", .introduction,
    "Edge-triggered: a report comes when data goes from none to some, and when it goes from some to more."
  ) { log in
    try writeTwice(&log, second: "a: readable")
  }

  /// Has data come behind unread data.
  private static func writeTwice(_ log: inout ClaimLog, second: String) throws {
    try log.perform(onEach: [
      "pipe", "unix-stream", "unix-datagram", "unix-seqpacket", "tcp", "udp", "pty", "eventfd",
    ]) { kind in
      let writer = kind == "eventfd" ? "a" : "b"
      return """
        open a \(kind == "eventfd" ? "" : "b") = \(kind)
        register a readable edge
        write \(writer) 1
        wait -> a: readable
        write \(writer) 1
        wait -> \(second)
        """
    }
  }

  private static let partialReadSilent = Claim(
    "et-partial-read-silent", .introduction,
    "Edge-triggered: whoever reads a part of the data is told no more, unless something new comes."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "tcp"]) { kind in
      """
      open a b = \(kind)
      register a readable edge
      write b 100
      wait -> a: readable
      read a 50
      wait -> nothing
      wait -> nothing
      """
    }
  }

  private static let unreadLost = Claim(
    "et-unread-data-lost", .tutorial, "Edge-triggered: data that is not read after the one report is lost."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "tcp"]) { kind in
      """
      open a b = \(kind)
      register a readable edge
      write b 100
      wait -> a: readable
      read a 50
      wait
      read a 50 -> EAGAIN
      write b 100
      wait -> a: readable
      read a 50
      write b 1
      wait
      read a 51 -> EAGAIN
      write b 100
      wait -> a: readable
      read a 50
      modify a readable edge
      wait
      read a 50 -> EAGAIN
      """
    }
  }

  private static let requiresNonblocking = Claim(
    "et-requires-nonblocking", .tutorial,
    "Edge-triggered: only a descriptor that does not block may be registered; another is an error."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "tcp"]) { kind in
      """
      open a b = \(kind) blocking
      mode a -> blocking
      register a readable edge -> EINVAL or EPERM or EAGAIN
      write b 1
      wait
      """
    }
  }

  private static let perDescriptor = Claim(
    "et-per-fd", .introduction, "Edge-triggered is what a registration is, not the instance."
  ) { log in
    try log.perform(
      """
      open r1 w1 = pipe
      open r2 w2 = pipe
      register r1 readable
      register r2 readable edge
      write w1 1
      write w2 1
      wait -> r1: readable, r2: readable
      wait -> r1: readable
      wait -> r1: readable
      """)
  }

  private static let room = Claim(
    "et-write-edge", .introduction,
    "Edge-triggered: after EAGAIN of a write, EPOLLOUT is reported when there is room again."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "tcp"]) { kind in
      let (reader, writer) = kind == "pipe" ? ("a", "b") : ("b", "a")
      // To fill is to write until EAGAIN. Over TCP the room comes with an acknowledgement, for which the
      // last wait waits.
      return """
        open a b = \(kind)
        register \(writer) writable edge
        wait -> \(writer): writable
        fill \(writer)
        wait -> nothing
        drain \(reader)
        wait 5s -> \(writer): writable
        """
    }
  }
}
