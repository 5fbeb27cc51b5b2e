import CEpoll
import EpollCore
import EventLoopAPI
import Glibc
import Synchronization
import Testing

@testable import ConformanceSuite

@Suite("Epoll's interest list")
struct EpollChangingTests {
  @Test("every flag has the value of the header's constant")
  func flags() {
    let flags: [(Epoll.Events, EPOLL_EVENTS)] = [
      (.readable, EPOLLIN), (.priority, EPOLLPRI), (.writable, EPOLLOUT), (.error, EPOLLERR),
      (.hangup, EPOLLHUP), (.normalReadable, EPOLLRDNORM), (.bandReadable, EPOLLRDBAND),
      (.normalWritable, EPOLLWRNORM), (.bandWritable, EPOLLWRBAND), (.message, EPOLLMSG),
      (.peerClosed, EPOLLRDHUP), (.exclusive, EPOLLEXCLUSIVE), (.wakeUp, EPOLLWAKEUP),
      (.oneShot, EPOLLONESHOT), (.edge, EPOLLET),
    ]
    for (flag, constant) in flags { #expect(flag.rawValue == constant.rawValue) }
    #expect(Set(flags.map(\.0)).count == 15)
  }

  @Test(
    "data of any pattern comes back through add, modify, status and wait",
    arguments: [
      0, 1, .max, .max - 1, 1 << 63, 1 << 32, 0xFFFF_FFFF, 0xFFFF_FFFF_0000_0000, 0x0123_4567_89AB_CDEF,
      0xAAAA_AAAA_AAAA_AAAA,
    ] as [UInt64])
  func data(pattern: UInt64) throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try pair.write()
    try epoll.add(pair.near, for: .readable, data: pattern)
    #expect(try epoll.reports() == [Epoll.Event(.readable, data: pattern)])
    #expect(try epoll.entries() == [Epoll.Entry(pair.near, for: .readable, data: pattern)])
    try epoll.modify(pair.near, for: [.readable, .writable], data: ~pattern)
    #expect(try epoll.reports() == [Epoll.Event([.readable, .writable], data: ~pattern)])
    #expect(try epoll.entries() == [Epoll.Entry(pair.near, for: [.readable, .writable], data: ~pattern)])
  }

  @Test("bits that have no name reach the kernel, and message is kept and never reported")
  func unnamedBits() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try pair.write()
    let events = Epoll.Events(rawValue: 0x800 | 0x8000).union([.message, .readable])
    try epoll.add(pair.near, for: events, data: 0)
    #expect(try epoll.entries() == [Epoll.Entry(pair.near, for: events, data: 0)])
    #expect(try epoll.reports() == [Epoll.Event(.readable, data: 0)])
  }

  @Test("a removed descriptor is reported no more, and can be added again")
  func removal() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try pair.write()
    try epoll.add(pair.near, for: .readable, data: 1)
    try epoll.remove(pair.near)
    #expect(try epoll.reports() == [])
    #expect(try epoll.status() == [])
    try epoll.add(pair.near, for: .readable, data: 2)
    #expect(try epoll.reports() == [Epoll.Event(.readable, data: 2)])
  }

  @Test("a duplicate of a descriptor has an entry of its own")
  func duplicates() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    let duplicate = try Duplicate(of: pair.near)
    try epoll.add(pair.near, for: .readable, data: 1)
    try epoll.add(duplicate.descriptor, for: .readable, data: 2)
    try pair.write()
    #expect(Set(try epoll.reports().map(\.data)) == [1, 2])
  }

  @Test("a refused change leaves the list as it was")
  func refusals() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    let watched = pair.near
    let unwatched = pair.far
    let closed = try ReservedNumber.take()
    let file = try checked(open("/proc/self/exe", O_RDONLY | O_CLOEXEC))
    defer { close(file) }
    try epoll.add(watched, for: [.readable, .edge], data: 5)
    let before = try epoll.status()

    #expect(throws: EpollError(.add, .exists)) { try epoll.add(watched, for: .writable, data: 6) }
    #expect(throws: EpollError(.modify, .notFound)) { try epoll.modify(unwatched, for: .readable, data: 6) }
    #expect(throws: EpollError(.remove, .notFound)) { try epoll.remove(unwatched) }
    let hopeless: [(CInt, ErrorCode)] = [
      (closed, .badDescriptor), (-1, .badDescriptor), (.min, .badDescriptor), (file, .notPermitted),
      (epoll.descriptor, .invalidArgument),
    ]
    for (descriptor, code) in hopeless {
      #expect(throws: EpollError(.add, code)) { try epoll.add(descriptor, for: .readable, data: 6) }
      #expect(throws: EpollError(.modify, code)) { try epoll.modify(descriptor, for: .readable, data: 6) }
      #expect(throws: EpollError(.remove, code)) { try epoll.remove(descriptor) }
      #expect(throws: EpollError(.add, code)) { try epoll.addOrModify(descriptor, for: .readable, data: 6) }
    }
    #expect(try epoll.status() == before)
  }

  @Test("exclusive belongs to the first addition, and goes with few other bits")
  func exclusive() throws {
    let epoll = try Epoll()
    let inner = try Epoll()
    let pair = try Pair.sockets()
    let forbidden: [Epoll.Events] = [.oneShot, .priority, .peerClosed, .normalReadable, .message]
    for flag in forbidden {
      #expect(throws: EpollError(.add, .invalidArgument)) {
        try epoll.add(pair.near, for: [.readable, .exclusive, flag], data: 0)
      }
    }
    #expect(throws: EpollError(.add, .invalidArgument)) {
      try epoll.add(inner.descriptor, for: [.readable, .exclusive], data: 0)
    }
    #expect(try epoll.status() == [])
    let all: Epoll.Events = [.readable, .writable, .error, .hangup, .edge, .exclusive]
    try epoll.add(pair.near, for: all, data: 0)
    try epoll.add(pair.far, for: .readable, data: 0)
    let before = try epoll.status()
    #expect(throws: EpollError(.modify, .invalidArgument)) {
      try epoll.modify(pair.near, for: .readable, data: 1)
    }
    #expect(throws: EpollError(.modify, .invalidArgument)) {
      try epoll.modify(pair.far, for: [.readable, .exclusive], data: 1)
    }
    #expect(throws: EpollError(.modify, .invalidArgument)) {
      try epoll.addOrModify(pair.near, for: .readable, data: 1)
    }
    #expect(try epoll.status() == before)
  }

  @Test("instances may watch each other five deep, and never in a circle")
  func nests() throws {
    let first = try Epoll()
    let second = try Epoll()
    let third = try Epoll()
    let fourth = try Epoll()
    let fifth = try Epoll()
    let sixth = try Epoll()
    try second.add(first.descriptor, for: .readable, data: 1)
    try third.add(second.descriptor, for: .readable, data: 2)
    #expect(throws: EpollError(.add, .cycle)) { try first.add(third.descriptor, for: .readable, data: 3) }
    try fourth.add(third.descriptor, for: .readable, data: 3)
    try fifth.add(fourth.descriptor, for: .readable, data: 4)
    #expect(throws: EpollError(.add, .cycle)) { try sixth.add(fifth.descriptor, for: .readable, data: 5) }
    #expect(try first.status() == [] && sixth.status() == [])

    let pair = try Pair.sockets()
    try first.add(pair.near, for: .readable, data: 9)
    #expect(try fifth.reports() == [])
    try pair.write()
    #expect(try fifth.reports() == [Epoll.Event(.readable, data: 4)])
    #expect(try first.reports() == [Epoll.Event(.readable, data: 9)])
    try pair.read(1)
    #expect(try fifth.reports() == [], "the inner instance has nothing to report any more")
  }

  @Test("add-or-modify adds what is not there and modifies what is")
  func addOrModify() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try epoll.addOrModify(pair.near, for: .readable, data: 1)
    #expect(try epoll.entries() == [Epoll.Entry(pair.near, for: .readable, data: 1)])
    try epoll.addOrModify(pair.near, for: [.writable, .oneShot], data: 2)
    #expect(try epoll.reports() == [Epoll.Event(.writable, data: 2)])
    try epoll.addOrModify(pair.near, for: [.writable, .oneShot], data: 3)
    #expect(try epoll.reports() == [Epoll.Event(.writable, data: 3)], "it is armed anew")
    try epoll.addOrModify(pair.far, for: [.readable, .exclusive], data: 4)
    #expect(try epoll.status().count == 2)
  }

  @Test("add-or-modify succeeds while another thread adds and removes the same descriptor")
  func addOrModifyInARace() throws {
    let shared = try SharedEpoll()
    let pair = try Pair.sockets()
    let descriptor = pair.near
    let second = SecondThread {
      while !shared.hasEnded.load(ordering: .relaxed) {
        try? shared.epoll.add(descriptor, for: .writable, data: 1)
        try? shared.epoll.remove(descriptor)
      }
    }
    defer {
      shared.hasEnded.store(true, ordering: .relaxed)
      second.join()
    }
    for _ in 0..<50_000 { try shared.epoll.addOrModify(descriptor, for: .readable, data: 2) }
  }

  @Test("a batch stops at the first refusal and says which; what came before stays")
  func batch() throws {
    let epoll = try Epoll()
    let first = try Pair.sockets()
    let second = try Pair.sockets()
    let good = [
      Epoll.Entry(first.near, for: .readable, data: 1),
      Epoll.Entry(first.far, for: [.writable, .edge], data: 2),
    ]
    let last = Epoll.Entry(second.near, for: .readable, data: 3)
    let closed = Epoll.Entry(try ReservedNumber.take(), for: .readable, data: 4)
    try epoll.add(contentsOf: [])
    #expect(throws: Epoll.BatchError(index: 0, code: .badDescriptor)) {
      try epoll.add(contentsOf: [closed] + good)
    }
    #expect(try epoll.status() == [])
    #expect(throws: Epoll.BatchError(index: 2, code: .exists)) {
      try epoll.add(contentsOf: good + [good[0], last])
    }
    #expect(try epoll.entries() == Set(good))
    try epoll.add(contentsOf: CollectionOfOne(last))
    #expect(try epoll.entries() == Set(good + [last]))
  }

  @Test(
    "at the user's limit nothing can be added",
    .enabled(if: System.isOurs, "the limit is the superuser's to set"))
  func watchLimit() async {
    await #expect(processExitsWith: .success) {
      // The limit holds for every user, and so is lowered to what only this one has: 60,000.
      let limit = try WatchLimit(user: 65_533)
      let epoll = try Epoll(adopting: limit.instances[0])
      let eventDescriptor = limit.unwatched
      let before = try epoll.status()
      let refused = try limit.reached {
        Result { () throws(EpollError) in try epoll.add(eventDescriptor, for: .readable, data: 0) }
      }
      #expect(throws: EpollError(.add, .noSpace)) { try refused.get() }
      #expect(try epoll.status() == before)
      try epoll.add(eventDescriptor, for: .readable, data: 0)
    }
  }
}
