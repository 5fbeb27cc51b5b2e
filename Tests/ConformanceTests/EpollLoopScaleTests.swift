import EventLoopAPI
import Glibc
import Testing

@testable import EpollCore

@Suite("The native loop with very many registrations and timers")
struct EpollLoopScaleTests {
  /// Opens many numbers for one file, as many as the process may have and 19,000 at most.
  private static func openNumbers(of file: CInt) -> [CInt] {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return [] }
    limit.rlim_cur = limit.rlim_max
    guard setrlimit(__rlimit_resource_t(7), &limit) == 0 else { return [] }
    var numbers: [CInt] = []
    while numbers.count < 19_000 {
      let number = dup(file)
      guard number >= 0 else { break }
      numbers.append(number)
    }
    return numbers
  }

  @Test("19,000 registrations are all told within the least number of waits, and take 48 bytes each at most")
  func registrations() async {
    // A process of its own, which the limit of descriptors is raised for.
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      let pair = try Pair.sockets()
      let numbers = Self.openNumbers(of: pair.near)
      try #require(numbers.count > 1000)
      var tokens: Set<Token> = []
      for number in numbers {
        tokens.insert(try loop.register(number, for: .writable))
      }
      #expect(tokens.count == numbers.count)
      #expect(loop.registrations.memory <= 48 * numbers.count)
      for _ in 0..<((numbers.count + 255) / 256) {
        for event in try loop.turn() {
          guard case .ready(let token, .writable) = event else { continue }
          tokens.remove(token)
        }
      }
      #expect(tokens.isEmpty)
      #expect(loop.statistics.registrations == numbers.count)
      #expect(loop.statistics.readinessEvents == UInt64((numbers.count + 255) / 256 * 256))
    }
  }

  @Test("what many registrations needed is given back, and those that are left stay")
  func shrinking() async {
    await #expect(processExitsWith: .success) {
      var loop = try EpollLoop()
      let pair = try Pair.sockets()
      let kept = try loop.register(pair.near, for: .writable)
      let tokens = try Self.openNumbers(of: pair.near).map { try loop.register($0, for: .writable) }
      let greatest = loop.registrations.memory
      for token in tokens {
        try loop.deregister(token)
      }
      #expect(loop.registrations.memory == greatest, "it is kept for reuse")
      loop.shrink()
      #expect(loop.registrations.memory <= greatest / 4)
      #expect(try loop.turn() == [.ready(kept, .writable)])
      for token in tokens {
        #expect(throws: LoopError(.deregister, .notFound)) { try loop.deregister(token) }
      }
    }
  }

  @Test("one million timers fire in order, except those that were cancelled")
  func timers() throws {
    var loop = try EpollLoop()
    var generator = RepeatableGenerator(state: 11)
    let count = 1_000_000
    var expected: [(deadline: UInt64, token: TimerToken)] = []
    for index in 0..<count {
      // Few enough different deadlines that many are equal.
      let deadline = UInt64.random(in: 1...100_000, using: &generator)
      let token = try loop.schedule(at: Instant(nanoseconds: deadline))
      if index % 2 == 0 {
        expected.append((deadline, token))
      } else {
        #expect(loop.cancel(token) == true)
      }
    }
    #expect(loop.statistics.timers == count / 2)
    // Equal deadlines stay in the order of scheduling.
    expected = expected.enumerated().sorted {
      ($0.element.deadline, $0.offset) < ($1.element.deadline, $1.offset)
    }.map(\.element)
    try loop.wait(.forever)
    var fired = 0
    while let event = loop.next() {
      guard fired < expected.count, event == .timer(expected[fired].token) else { break }
      fired += 1
    }
    #expect(fired == count / 2)
    #expect(loop.statistics.timers == 0)
    #expect(loop.nextDeadline == nil)
  }
}
