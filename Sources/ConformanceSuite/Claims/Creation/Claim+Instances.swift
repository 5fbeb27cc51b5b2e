internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let freedWithLastReference = Claim(
    "instance-freed-with-last-reference", .notes,
    "The kernel frees an instance when the last descriptor of it is closed, and not before."
  ) { log in
    let pipe = try Files.pipe()
    let outer = try EpollSet()
    var numbers: [CInt] = []
    defer { numbers.forEach { close($0) } }
    let first = try take(cobjects_epoll(), &numbers)
    let second = try take(cobjects_duplicate(first), &numbers)
    _ = try take(cobjects_epoll_change(first, EPOLL_CTL_ADD, pipe.read.number, EPOLLIN.rawValue, 7))
    try outer.add(first, EPOLLIN.rawValue)
    log.did("a pipe watched by an instance with two descriptors, and the first of those by an outer instance")
    close(first)
    numbers.removeFirst()
    try Files.write(1, to: pipe.write.number)
    var events = [epoll_event()]
    let count = cobjects_epoll_collect(second, &events, 1, 0)
    log.see(
      "the first closed, a byte written, and a wait on the second",
      count == 1 && events[0].data.u64 == 7 ? "the pipe" : "\(count)", claimed: "the pipe")
    log.see("the outer instance", try registrations(outer.number), claimed: "1 registration")
    close(second)
    numbers.removeAll()
    log.see(
      "the second closed as well, and the outer instance", try registrations(outer.number),
      claimed: "0 registrations")
  }

  private static func take(_ result: CInt, _ numbers: inout [CInt]) throws -> CInt {
    let number = try take(result)
    numbers.append(number)
    return number
  }

  private static func take(_ result: CInt) throws -> CInt {
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
    return result
  }

  private static func registrations(_ instance: CInt) throws -> String {
    let count = try EpollInformation(instance).lines.count
    return "\(count) registration\(count == 1 ? "" : "s")"
  }

  static let pollable = Claim(
    "instance-is-pollable", .notes, "An instance can itself be watched, by select, poll and epoll."
  ) { log in
    let pipe = try Files.pipe()
    let inner = try EpollSet()
    let outer = try EpollSet()
    try inner.add(pipe.read.number, EPOLLIN.rawValue)
    try outer.add(inner.number, EPOLLIN.rawValue)
    let readiness = {
      [
        "select": isReadable(inner.number),
        "poll": cobjects_poll(inner.number, CShort(POLLIN), 0) & POLLIN != 0,
        "epoll": (try? outer.wait())?.count == 1,
      ]
    }
    for (state, claimed) in [("nothing to report", "not readable"), ("something to report", "readable")] {
      if claimed == "readable" { try Files.write(1, to: pipe.write.number) }
      for (name, isReadable) in readiness().sorted(by: { $0.key < $1.key }) {
        log.see(
          "\(name) on an instance with \(state)", isReadable ? "readable" : "not readable", claimed: claimed)
      }
    }
  }

  /// What select(2) says of a descriptor below 1024.
  private static func isReadable(_ descriptor: CInt) -> Bool {
    var set = SelectSet([descriptor])
    return set.select() == 1
  }

  static let nested = Claim(
    "nested-epoll", .tutorial,
    "One instance can be added to another, which then watches what the first has to report."
  ) { log in
    try log.perform(
      """
      open inner = epoll
      open r w = pipe
      nest inner r readable
      register inner readable
      wait -> nothing
      write w 1
      wait -> inner: readable
      harvest inner
      wait -> inner: readable
      drain r
      wait -> nothing
      """)
  }

  static let mmap = Claim(
    "mmap-reduces-copies", .tutorial, "An instance has pages that are mapped, so that less must be copied."
  ) { log in
    let set = try EpollSet()
    for (name, protection) in [
      ("PROT_READ", PROT_READ), ("PROT_READ and PROT_WRITE", PROT_READ | PROT_WRITE),
    ] {
      let page = Glibc.mmap(nil, 4096, protection, MAP_SHARED, set.number, 0)
      let isMapped = page != MAP_FAILED
      log.see(
        "mmap of an instance with \(name)", isMapped ? "a mapping" : ErrorName.of(errno), claimed: "a mapping"
      )
      if isMapped { munmap(page, 4096) }
    }
    let pipe = try Files.pipe()
    try set.add(pipe.read.number, EPOLLIN.rawValue)
    try Files.write(1, to: pipe.write.number)
    var events = [epoll_event()]
    let before = events[0].events
    _ = cobjects_epoll_collect(set.number, &events, 1, 0)
    log.note(
      "the caller's own array, in memory that the instance never heard of",
      before == 0 && events[0].events == EPOLLIN.rawValue ? "written to" : "as before")
  }

  static let bitValues = Claim(
    "event-bit-values", .notes, "The events and flags have the numbers that the document lists."
  ) { log in
    let listed: [(String, EPOLL_EVENTS, UInt32)] = [
      ("EPOLLIN", EPOLLIN, 0x1), ("EPOLLPRI", EPOLLPRI, 0x2), ("EPOLLOUT", EPOLLOUT, 0x4),
      ("EPOLLERR", EPOLLERR, 0x8), ("EPOLLHUP", EPOLLHUP, 0x10), ("EPOLLRDNORM", EPOLLRDNORM, 0x40),
      ("EPOLLRDBAND", EPOLLRDBAND, 0x80), ("EPOLLWRNORM", EPOLLWRNORM, 0x100),
      ("EPOLLWRBAND", EPOLLWRBAND, 0x200), ("EPOLLMSG", EPOLLMSG, 0x400), ("EPOLLRDHUP", EPOLLRDHUP, 0x2000),
      ("EPOLLEXCLUSIVE", EPOLLEXCLUSIVE, 1 << 28), ("EPOLLWAKEUP", EPOLLWAKEUP, 1 << 29),
      ("EPOLLONESHOT", EPOLLONESHOT, 1 << 30), ("EPOLLET", EPOLLET, 1 << 31),
    ]
    for (name, event, number) in listed {
      log.see("\(name) in the system's header", hexadecimal(event.rawValue), claimed: hexadecimal(number))
    }
    let operations = [
      ("EPOLL_CTL_ADD", EPOLL_CTL_ADD, 1), ("EPOLL_CTL_DEL", EPOLL_CTL_DEL, 2),
      ("EPOLL_CTL_MOD", EPOLL_CTL_MOD, 3),
    ]
    for (name, operation, number) in operations {
      log.see("\(name) in the system's header", "\(operation)", claimed: "\(number)")
    }
  }

  private static func hexadecimal(_ number: UInt32) -> String { "0x" + String(number, radix: 16) }

  static let dataUntouched = Claim(
    "event-data-untouched", .introduction,
    "The kernel never changes the data of a registration, and returns what ADD or MOD has set."
  ) { log in
    let counter = try Files.counter(1)
    let set = try EpollSet()
    var generator = SystemRandomNumberGenerator()
    let payloads =
      [0, UInt64.max] + (0..<100).map { _ in UInt64.random(in: 0...UInt64.max, using: &generator) }
    var added = 0
    var modified = 0
    for payload in payloads {
      try set.add(counter.number, EPOLLIN.rawValue, data: payload)
      if try set.wait().map(\.data) == [payload] { added += 1 }
      try set.modify(counter.number, EPOLLIN.rawValue, data: ~payload)
      if try set.wait().map(\.data) == [~payload] { modified += 1 }
      try set.remove(counter.number)
    }
    let count = payloads.count
    log.see(
      "\(count) numbers of 64 bits, most of them random, given by ADD", "\(added) come back",
      claimed: "\(count) come back")
    log.see("as many given by MOD", "\(modified) come back", claimed: "\(count) come back")
  }
}
