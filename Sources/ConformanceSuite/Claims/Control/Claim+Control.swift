internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let control: [Claim] = [
    addTwice, upsert, removeWithoutEvent, removeThenRead, removeAfterClose, closeLeavesNoTrace, addReady,
    treeKey, status, batch,
  ]

  private static let addTwice = Claim(
    "ctl-add-twice", .tutorial, "To add a descriptor that is there already is refused with EEXIST."
  ) { log in
    try log.perform(
      """
      open r w = pipe
      register r readable
      register r readable -> EEXIST
      register r writable edge -> EEXIST
      """)
  }

  private static let upsert = Claim(
    "ctl-upsert", .tutorial,
    "MOD, and ADD if that says ENOENT, registers a descriptor whether it was registered or not."
  ) { log in
    let pipe = try Files.pipe()
    let set = try EpollSet()
    let modify = {
      ClaimLog.outcome { () throws(ErrorCode) in try set.modify(pipe.write.number, EPOLLOUT.rawValue) }
    }
    log.see("MOD of one that is not registered", modify(), claimed: "ENOENT")
    log.see(
      "ADD", ClaimLog.outcome { () throws(ErrorCode) in try set.add(pipe.write.number, 0) }, claimed: "done")
    log.see("MOD of one that is registered", modify(), claimed: "done")
    log.see("a wait", set.told(["the pipe": pipe.write.number]), claimed: "the pipe")
  }

  private static let removeWithoutEvent = Claim(
    "ctl-del-null-event", .notes, "DEL ignores the event, which may be NULL."
  ) { log in
    let pipe = try Files.pipe()
    let set = try EpollSet()
    try set.add(pipe.write.number, EPOLLOUT.rawValue)
    let result = cobjects_epoll_remove(set.number, pipe.write.number)
    log.see("DEL with NULL", result < 0 ? ErrorName.of(-result) : "done", claimed: "done")
    log.see("a wait", set.told(["the pipe": pipe.write.number]), claimed: "nothing")
  }

  private static let removeThenRead = Claim(
    "ctl-del-then-read", .tutorial,
    "After DEL a descriptor cannot be read any more, since it has been deleted."
  ) { log in
    let pipe = try Files.pipe()
    let set = try EpollSet()
    try set.add(pipe.read.number, EPOLLIN.rawValue)
    try Files.write(10, to: pipe.write.number)
    try set.remove(pipe.read.number)
    log.did("ADD of a pipe's end, 10 bytes written, DEL")
    log.see(
      "read", Files.read(10, from: pipe.read.number), claimed: ["EBADF", "EINVAL", "EPERM"])
  }

  private static let removeAfterClose = Claim(
    "ctl-del-after-close", .introduction,
    "Only a descriptor that is open can be removed, so that it must be removed before it is closed."
  ) { log in
    let set = try EpollSet()
    let first = try Files.counter()
    try set.add(first.number, EPOLLIN.rawValue)
    log.see("DEL, and close", removing(first.number, from: set), claimed: "done")
    let second = try Files.counter()
    let number = second.number
    try set.add(number, EPOLLIN.rawValue)
    _ = consume second
    log.see("close, and DEL", removing(number, from: set), claimed: "EBADF")
  }

  private static func removing(_ number: CInt, from set: borrowing EpollSet) -> String {
    do throws(ErrorCode) {
      try set.remove(number)
      return "done"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }

  private static let closeLeavesNoTrace = Claim(
    "close-leaves-no-trace", .introduction,
    "A descriptor must be removed before it is closed, or it stays registered."
  ) { log in
    for hasAnother in [false, true] {
      let condition =
        hasAnother ? "one of two of its open file, which leaves a trace" : "the only one, which leaves none"
      try log.given("the closed descriptor", condition) { log in
        let pipe = try Files.pipe()
        let reader = pipe.read
        let writer = pipe.write
        let number = reader.number
        let duplicate = hasAnother ? try Files.duplicate(number) : nil
        let set = try EpollSet()
        try set.add(number, EPOLLIN.rawValue)
        _ = consume reader
        // Where nobody can read any more, a byte is refused.
        try? Files.write(1, to: writer.number)
        let isThere = try EpollInformation(set.number).lines.contains { $0.descriptor == number }
        log.see(
          "a pipe's end registered and closed, and what fdinfo shows",
          isThere ? "registered" : "not registered",
          claimed: "registered")
        log.note("a byte written, and a wait", set.told(["the closed number": number]))
        _ = consume duplicate
      }
    }
  }

  private static let addReady = Claim(
    "ctl-add-ready-fd", .tutorial,
    "ADD looks at the file at once, so that one which is ready already is reported without another event."
  ) { log in
    for trigger in ["level", "edge", "oneShot"] {
      try log.given("the trigger", trigger) { log in
        try log.perform(
          """
          open r w = pipe
          write w 1
          register r readable \(trigger == "level" ? "" : trigger)
          wait -> r: readable
          """)
      }
    }
  }
}
