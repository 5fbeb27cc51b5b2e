import EpollCore
import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite

@Suite("The native loop refuses as the kernel does, and leaves all as it was")
struct EpollLoopRegistrationTests {
  @Test("a second registration of a descriptor is refused, and the first one lives on")
  func twice() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    #expect(throws: LoopError(.register, .exists)) { _ = try loop.register(pair.near, for: .writable) }
    #expect(loop.statistics.registrations == 1)
    #expect(try loop.turn() == [])
    try pair.write()
    #expect(try loop.turn() == [.ready(token, .readable)])
    try loop.deregister(token)
    #expect(try loop.register(pair.near, for: .readable) != token)
  }

  @Test("a descriptor that is not open is refused")
  func closedDescriptor() throws {
    var loop = try EpollLoop()
    let number = try ReservedNumber.take()
    #expect(throws: LoopError(.register, .badDescriptor)) { _ = try loop.register(number, for: .readable) }
    #expect(loop.statistics.registrations == 0)
  }

  @Test("a negative descriptor is refused, and does not end the process")
  func negativeDescriptor() async {
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      #expect(throws: LoopError(.register, .badDescriptor)) { _ = try loop.register(-1, for: .readable) }
      #expect(throws: LoopError(.register, .badDescriptor)) { _ = try loop.register(.min, for: .readable) }
      #expect(loop.statistics.registrations == 0)
    }
  }

  @Test("a regular file and a directory cannot be waited for")
  func files() throws {
    var loop = try EpollLoop()
    let file = try checked(open("/proc/self/exe", O_RDONLY))
    defer { close(file) }
    #expect(throws: LoopError(.register, .notPermitted)) { _ = try loop.register(file, for: .readable) }
    let directory = try checked(open("/", O_RDONLY))
    defer { close(directory) }
    #expect(throws: LoopError(.register, .notPermitted)) { _ = try loop.register(directory, for: .readable) }
    #expect(loop.statistics.registrations == 0)
  }

  @Test(
    "exclusive goes with readable and writable, level or edge, and with nothing else",
    arguments: [
      ([.readable], [.exclusive, .oneShot]), ([.readable, .priority], .exclusive),
      ([.readable, .peerClosed], .exclusive), ([.writable], [.exclusive, .edge, .oneShot]),
    ] as [(Interest, Trigger)])
  func exclusiveCombinations(interest: Interest, trigger: Trigger) throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    #expect(throws: LoopError(.register, .invalidArgument)) {
      _ = try loop.register(pair.near, for: interest, trigger: trigger)
    }
    #expect(loop.statistics.registrations == 0)
    try pair.write()
    let token = try loop.register(pair.near, for: [.readable, .writable], trigger: [.exclusive, .edge])
    #expect(try loop.turn() == [.ready(token, [.readable, .writable])])
  }

  @Test("an exclusive registration cannot be modified, and none can become exclusive")
  func exclusiveModification() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let exclusive = try loop.register(pair.near, for: .readable, trigger: .exclusive)
    let ordinary = try loop.register(pair.far, for: .readable)
    #expect(throws: LoopError(.modify, .invalidArgument)) { try loop.modify(exclusive, for: .writable) }
    #expect(throws: LoopError(.modify, .invalidArgument)) {
      try loop.modify(ordinary, for: .writable, trigger: .exclusive)
    }
    #expect(try loop.turn() == [], "neither asks for room to write")
    try pair.write()
    try checked(write(pair.near, "x", 1))
    #expect(Set(try loop.turn()) == [.ready(exclusive, .readable), .ready(ordinary, .readable)])
  }

  @Test("a registration cannot become exclusive while its event is unread either")
  func exclusiveModificationInTheBatch() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable)
    try loop.wait(.poll)
    #expect(throws: LoopError(.modify, .invalidArgument)) {
      try loop.modify(token, for: .readable, trigger: [.oneShot, .exclusive])
    }
    #expect(loop.rest() == [.ready(token, .readable)])
    #expect(try loop.turn() == [.ready(token, .readable)], "it is level as before")
  }

  @Test("a refused modification arms nothing anew", arguments: [Trigger.edge, .oneShot])
  func refusedModification(trigger: Trigger) throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    try pair.write()
    let token = try loop.register(pair.near, for: .readable, trigger: trigger)
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(throws: LoopError(.modify, .invalidArgument)) {
      try loop.modify(token, for: .readable, trigger: .exclusive)
    }
    #expect(throws: LoopError(.register, .exists)) { _ = try loop.register(pair.near, for: .readable) }
    #expect(try loop.turn() == [])
  }

  @Test("a spent token is refused, and so is one that was never given out")
  func spentTokens() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable)
    try loop.deregister(token)
    let next = try loop.register(pair.near, for: .readable)
    #expect(next != token)
    let strangers = [token, Token(index: 7, generation: 1), Token(index: next.index, generation: 9)]
    for stranger in strangers {
      #expect(throws: LoopError(.modify, .notFound)) { try loop.modify(stranger, for: .writable) }
      #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(stranger) }
    }
    #expect(loop.statistics.registrations == 1)
    try pair.write()
    #expect(try loop.turn() == [.ready(next, .readable)])
  }

  @Test("a loop watches another loop, but not in a circle")
  func cycles() throws {
    var inner = try EpollLoop()
    var outer = try EpollLoop()
    let pair = try Pair.sockets()
    let innerToken = try inner.register(pair.near, for: .readable)
    let token = try outer.register(inner.pollDescriptor, for: .readable)
    #expect(throws: LoopError(.register, .cycle)) {
      _ = try inner.register(outer.pollDescriptor, for: .readable)
    }
    #expect(throws: LoopError(.register, .invalidArgument)) {
      _ = try outer.register(outer.pollDescriptor, for: .readable)
    }
    #expect(try outer.turn() == [])
    try pair.write()
    #expect(try outer.turn() == [.ready(token, .readable)])
    #expect(try inner.turn() == [.ready(innerToken, .readable)])
  }

  @Test("without a descriptor left no loop is made, and the one it had got is given back")
  func noDescriptorLeft() async {
    await #expect(processExitsWith: .success) {
      try await startRuntime()
      let before = OpenDescriptors.current()
      let resource = __rlimit_resource_t(7)
      var limit = rlimit()
      try checked(getrlimit(resource, &limit))
      let usual = limit.rlim_cur
      var refusals = 0
      for _ in 0..<50 {
        // A loop needs two descriptors: before there is room for both there is room for one.
        for room in 0..<usual {
          limit.rlim_cur = room
          try checked(setrlimit(resource, &limit))
          do throws(LoopError) {
            _ = try EpollLoop()
            break
          } catch {
            #expect(error == LoopError(.create, .tooManyFiles))
            refusals += 1
          }
        }
        limit.rlim_cur = usual
        try checked(setrlimit(resource, &limit))
      }
      #expect(refusals > 50)
      // The runtime opens a few of its own at a time of its choosing; a leak here would leave fifty.
      #expect(OpenDescriptors.current().names(notIn: before).count < 25)
    }
  }

  @Test("a descriptor's mode is the caller's", arguments: [true, false])
  func mode(isBlocking: Bool) throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let flags = try checked(fcntl(pair.near, F_GETFL))
    if isBlocking { try checked(fcntl(pair.near, F_SETFL, flags & ~O_NONBLOCK)) }
    let before = try checked(fcntl(pair.near, F_GETFL))
    #expect((before & O_NONBLOCK == 0) == isBlocking)
    let token = try loop.register(pair.near, for: .readable)
    #expect(try checked(fcntl(pair.near, F_GETFL)) == before)
    try loop.modify(token, for: .writable, trigger: [.edge, .oneShot])
    _ = try loop.turn()
    #expect(try checked(fcntl(pair.near, F_GETFL)) == before)
    try loop.deregister(token)
    #expect(try checked(fcntl(pair.near, F_GETFL)) == before)
    #expect(throws: Never.self) { try checked(write(pair.near, "x", 1)) }
  }

  @Test("the end of a loop closes no descriptor of the caller's")
  func descriptorsOutliveTheLoop() throws {
    let pair = try Pair.sockets()
    do {
      var loop = try EpollLoop()
      _ = try loop.register(pair.near, for: .readable)
      try pair.write()
      _ = try loop.turn()
    }
    try pair.read(1)
    var loop = try EpollLoop()
    let token = try loop.register(pair.near, for: .writable)
    #expect(try loop.turn() == [.ready(token, .writable)])
  }
}
