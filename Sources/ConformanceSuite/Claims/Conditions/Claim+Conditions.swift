internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let conditions: [Claim] = [
    alwaysWatched, hangupMeansClosed, readableCoversClose, halfClose, urgentData, lowWaterMark,
    lowWaterDefault,
  ]

  private static let alwaysWatched = Claim(
    "err-hup-always-watched", .notes, "EPOLLERR and EPOLLHUP are reported though nobody has asked for them."
  ) { log in
    let cases = [
      ("pipe, writer closed", "open a b = pipe", "close b", "hangup"),
      ("pipe, reader closed", "open b a = pipe", "close b", "error"),
      ("unix-stream, peer closed", "open a b = unix-stream", "close b", "hangup"),
      ("tcp, reset", "open a b = tcp", "reset b", "error hangup"),
      ("tcp, refused", "open a = tcp-socket", "refuse a", "error hangup"),
    ]
    for (name, open, end, flags) in cases {
      try log.given("the kind of object", name) { log in
        try log.perform(
          """
          \(open)
          register a none\(name == "tcp, refused" ? " edge" : "")
          \(end)
          wait -> a: \(flags)
          """)
      }
    }
  }

  private static let hangupMeansClosed = Claim(
    "hup-means-peer-closed", .tutorial, "EPOLLHUP means that the peer has closed the connection."
  ) { log in
    try log.perform(onEach: ["pipe", "fifo", "unix-stream", "unix-seqpacket", "tcp", "pty"]) { kind in
      // Who asks for nothing is told of hangup alone. Over TCP it comes when both halves are shut down.
      """
      open a b = \(kind)
      register a none
      wait -> nothing
      close b
      wait -> a: hangup
      \(kind == "tcp" ? "shutdown a write\nwait" : "")
      """
    }
    try log.given("the kind of object", "tcp-socket without a peer") { log in
      try log.perform(
        """
        open a = tcp-socket
        register a none
        wait -> nothing
        """)
    }
  }

  private static let readableCoversClose = Claim(
    "in-covers-peer-close", .introduction,
    "EPOLLIN is reported too when the peer of a socket closes in good order."
  ) { log in
    try log.perform(onEach: ["tcp", "unix-stream", "unix-seqpacket"]) { kind in
      """
      open a b = \(kind)
      register a readable
      wait -> nothing
      close b
      wait -> a: readable or a: readable hangup
      read a 1 -> end
      """
    }
  }

  private static let halfClose = Claim(
    "rdhup-half-close", .notes,
    "EPOLLRDHUP, which its code asks for and takes for an end like EPOLLHUP, and of which it says the number "
      + "alone, reports that the peer has shut down its writing half."
  ) { log in
    for kind in ["tcp", "unix-stream"] {
      for asked in ["readable peerClosed", "peerClosed", "readable"] {
        try log.given("the kind of object", kind) { log in
          try log.perform(
            """
            open a b = \(kind)
            register a \(asked)
            shutdown b write
            wait -> a: \(asked)
            """)
        }
      }
    }
  }

  private static let urgentData = Claim(
    "pri-is-oob", .introduction, "EPOLLPRI reports data out of band."
  ) { log in
    try log.perform(
      """
      open a b = tcp
      register a priority
      write b 1
      wait -> nothing
      send-urgent b
      wait -> a: priority
      read-urgent a
      wait -> nothing
      """)
  }

  private static let lowWaterMark = Claim(
    "low-water-mark", .introduction,
    "What can be read is not reported while there is less of it than the low-water mark."
  ) { log in
    try log.perform(onEach: ["tcp", "unix-stream"]) { kind in
      """
      open a b = \(kind)
      set a low-water 100
      register a readable
      write b 50
      wait -> nothing
      write b 50
      wait -> a: readable
      """
    }
  }

  private static let lowWaterDefault = Claim(
    "low-water-default", .introduction, "A receive buffer has a low-water mark of, say, 100 bytes by itself."
  ) { log in
    let kinds = [
      ("tcp", AF_INET, SOCK_STREAM), ("udp", AF_INET, SOCK_DGRAM), ("unix-stream", AF_UNIX, SOCK_STREAM),
    ]
    for (name, family, type) in kinds {
      try log.given("the kind of object", name) { log in
        let number = socket(family, CInt(type.rawValue), 0)
        let descriptor = try OwnedDescriptor(number < 0 ? -errno : number)
        var mark: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        getsockopt(descriptor.number, SOL_SOCKET, SO_RCVLOWAT, &mark, &size)
        log.see(
          "SO_RCVLOWAT of a new socket", mark == 1 ? "1 byte" : mark > 1 ? "more than 1 byte" : "none",
          claimed: "more than 1 byte", measured: "\(mark)")
      }
    }
  }
}
