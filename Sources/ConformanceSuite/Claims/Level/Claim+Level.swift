internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let level: [Claim] = [repeats, partialRead, blockingAllowed, listener, writableAtOnce]

  private static let repeats = Claim(
    "lt-repeats", .tutorial,
    "Level-triggered: every wait reports a descriptor as long as there is unread data."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "unix-datagram", "tcp", "udp", "pty"]) { kind in
      """
      open a b = \(kind)
      register a readable
      write b 10
      wait -> a: readable
      wait -> a: readable
      wait -> a: readable
      drain a
      wait -> nothing
      """
    }
    try log.given("the kind of object", "eventfd") { log in
      try log.perform(
        """
        open a = eventfd
        register a readable
        write a 1
        wait -> a: readable
        wait -> a: readable
        drain a
        wait -> nothing
        """)
    }
  }

  private static let partialRead = Claim(
    "lt-partial-read", .tutorial, "Level-triggered: whoever reads only a part of the data is told again."
  ) { log in
    try log.perform(onEach: ["pipe", "unix-stream", "tcp"]) { kind in
      """
      open a b = \(kind)
      register a readable
      write b 100
      wait -> a: readable
      read a 50
      wait -> a: readable
      read a 50
      wait -> nothing
      """
    }
  }

  private static let blockingAllowed = Claim(
    "lt-blocking-allowed", .tutorial,
    "Level-triggered: blocking sockets will do, since one read for each report does not block."
  ) { log in
    for kind in [ObjectKind.Plain.tcp, .unixStream] {
      try log.given("the kind of object", kind.rawValue) { log in
        var objects = ObjectTable()
        var options = OpenOptions()
        options.isBlocking = true
        try objects.open(["a", "b"], .plain(kind), options)
        let reader = try objects.find("a").descriptor
        // A read that does block ends after this time, with EAGAIN.
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(reader, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let set = try EpollSet()
        try set.add(reader, EPOLLIN.rawValue)
        log.see(
          "O_NONBLOCK", cobjects_flags(reader) & COBJECTS_O_NONBLOCK == 0 ? "not set" : "set",
          claimed: "not set")
        _ = objects.perform(.write(100), on: "b")
        for read in ["first", "second"] {
          log.see(
            "100 bytes, and a wait before the \(read) read of 50", set.told(["a": reader]), claimed: "a")
          log.see("the \(read) read", Files.read(50, from: reader), claimed: "50 bytes")
        }
        log.see("a wait when all is read", set.told(["a": reader]), claimed: "nothing")
      }
    }
  }

  private static let listener = Claim(
    "lt-listener-repeats", .introduction,
    "Level-triggered: whoever accepts one of several connections is told again."
  ) { log in
    try log.perform(onEach: ["tcp-listener", "unix-listener"]) { kind in
      """
      open l = \(kind)
      register l readable
      connect c1 to l
      connect c2 to l
      connect c3 to l
      wait -> l: readable
      accept s1 from l
      wait -> l: readable
      accept s2 from l
      wait -> l: readable
      accept s3 from l
      wait -> nothing
      """
    }
  }

  private static let writableAtOnce = Claim(
    "lt-idle-socket-writable", .introduction, "A socket that was just connected can be written to at once."
  ) { log in
    try log.perform(onEach: ["tcp", "unix-stream", "unix-datagram", "udp"]) { kind in
      """
      open a b = \(kind)
      register a writable
      wait -> a: writable
      """
    }
  }
}
