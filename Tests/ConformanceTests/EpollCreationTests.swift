import EpollCore
import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite

@Suite("Epoll instances come and go")
struct EpollCreationTests {
  @Test("an instance is closed by an exec unless told otherwise, and a legacy one is not")
  func closesOnExec() throws {
    let usual = try Epoll()
    let lasting = try Epoll(closesOnExec: false)
    let legacy = try Epoll(legacySize: 1)
    #expect(try checked(fcntl(usual.descriptor, F_GETFD)) == FD_CLOEXEC)
    #expect(try checked(fcntl(lasting.descriptor, F_GETFD)) == 0)
    #expect(try checked(fcntl(legacy.descriptor, F_GETFD)) == 0)
    #expect(try usual.status().isEmpty && lasting.status().isEmpty && legacy.status().isEmpty)
  }

  @Test("a legacy size must be positive, and means nothing else")
  func legacySize() throws {
    #expect(throws: EpollError(.create, .invalidArgument)) { _ = try Epoll(legacySize: 0) }
    #expect(throws: EpollError(.create, .invalidArgument)) { _ = try Epoll(legacySize: -1) }
    #expect(throws: EpollError(.create, .invalidArgument)) { _ = try Epoll(legacySize: .min) }
    let pair = try Pair.sockets()
    let epoll = try Epoll(legacySize: 1)
    try epoll.add(pair.near, for: .readable, data: 0)
    try epoll.add(pair.far, for: .readable, data: 0)
    _ = try Epoll(legacySize: .max)
  }

  @Test("without a descriptor left nothing is made, adopted or read")
  func noDescriptorLeft() async {
    await #expect(processExitsWith: .success) {
      let epoll = try Epoll()
      let instance = try Epoll().release()
      try System.withoutDescriptors {
        #expect(throws: EpollError(.create, .tooManyFiles)) { _ = try Epoll() }
        #expect(throws: EpollError(.create, .tooManyFiles)) { _ = try Epoll(legacySize: 1) }
        #expect(throws: EpollError(.adopt, .tooManyFiles)) { _ = try Epoll(adopting: instance) }
        #expect(throws: EpollError(.status, .tooManyFiles)) { _ = try epoll.status() }
      }
      _ = try Epoll(adopting: instance)
    }
  }

  @Test("the owner closes, one that has released does not, and one that adopts does")
  func ownership() async {
    await #expect(processExitsWith: .success) {
      try await startRuntime()
      let before = OpenDescriptors.current()
      func instances() -> Int {
        OpenDescriptors.current().names(notIn: before).count { $0.contains("eventpoll") }
      }
      do {
        let epoll = try Epoll()
        #expect(instances() == 1)
        _ = try epoll.status()
      }
      #expect(instances() == 0)
      let number = try Epoll().release()
      #expect(instances() == 1)
      do {
        let adopted = try Epoll(adopting: number)
        #expect(adopted.descriptor == number)
        #expect(instances() == 1)
      }
      #expect(instances() == 0)
      #expect(OpenDescriptors.current().names(notIn: before).count { $0.contains("eventfd") } == 0)
    }
  }

  @Test("an adopted instance is as it was, with an edge that nobody has taken yet")
  func adoptionChangesNothing() throws {
    let pair = try Pair.sockets()
    let original = try Epoll()
    try original.add(pair.near, for: [.readable, .edge], data: 7)
    try pair.write()
    let status = try original.status()
    let adopted = try Epoll(adopting: original.release())
    #expect(try adopted.status() == status)
    #expect(try adopted.reports() == [Epoll.Event(.readable, data: 7)])
    #expect(try adopted.reports() == [])
  }

  @Test("what is no instance is not adopted, and stays the caller's")
  func strangers() async throws {
    let pair = try Pair.pipe()
    #expect(throws: EpollError(.adopt, .invalidArgument)) { _ = try Epoll(adopting: pair.near) }
    #expect(fcntl(pair.near, F_GETFD) >= 0)
    let file = try checked(open("/proc/self/exe", O_RDONLY | O_CLOEXEC))
    #expect(throws: EpollError(.adopt, .invalidArgument)) { _ = try Epoll(adopting: file) }
    try checked(close(file))
    for number in [-1, CInt.min, CInt.max, try ReservedNumber.take()] {
      #expect(throws: EpollError(.adopt, .badDescriptor)) { _ = try Epoll(adopting: number) }
    }
    await #expect(processExitsWith: .success) {
      // The file that is open during the call gets the very number, if no other thread can.
      try System.leaveDescriptorTable()
      let free = try checked(dup(0))
      try checked(close(free))
      #expect(throws: EpollError(.adopt, .badDescriptor)) { _ = try Epoll(adopting: free) }
      #expect(fcntl(free, F_GETFD) < 0)
    }
  }

  @Test("a number that was closed behind the owner's back is refused by every call")
  func closedBehindTheBack() async {
    await #expect(processExitsWith: .success) {
      let pair = try Pair.sockets()
      let epoll = try Epoll(adopting: ReservedNumber.move(Epoll().release()))
      try checked(close(epoll.descriptor))
      var buffer = Epoll.Buffer(capacity: 1)
      #expect(throws: EpollError(.add, .badDescriptor)) { try epoll.add(pair.near, for: .readable, data: 0) }
      #expect(throws: EpollError(.modify, .badDescriptor)) {
        try epoll.modify(pair.near, for: .readable, data: 0)
      }
      #expect(throws: EpollError(.remove, .badDescriptor)) { try epoll.remove(pair.near) }
      #expect(throws: EpollError(.wait, .badDescriptor)) { try epoll.wait(into: &buffer, for: .poll) }
      #expect(throws: EpollError(.status, .notFound)) { _ = try epoll.status() }
      try duplicate(pair.near, onto: epoll.descriptor)
      #expect(throws: EpollError(.add, .invalidArgument)) { try epoll.add(pair.far, for: .readable, data: 0) }
      #expect(throws: EpollError(.wait, .invalidArgument)) { try epoll.wait(into: &buffer, for: .poll) }
    }
  }

  @Test("an error names the operation and the reason")
  func descriptions() {
    let operations: [(EpollError.Operation, String)] = [
      (.create, "create"), (.adopt, "adopt"), (.add, "add"), (.modify, "modify"), (.remove, "remove"),
      (.wait, "wait"), (.status, "status"),
    ]
    for (operation, name) in operations {
      #expect(EpollError(operation, .exists).description == "\(name): EEXIST")
    }
    #expect(Epoll.BatchError(index: 3, code: .noSpace).description == "add of entry 3: ENOSPC")
  }
}
