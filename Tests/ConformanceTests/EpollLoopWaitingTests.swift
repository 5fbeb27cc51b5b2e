import EpollCore
import EventLoopAPI
import Foundation
import Glibc
import Synchronization
import Testing

@testable import ConformanceSuite

@Suite("The native loop's waits")
struct EpollLoopWaitingTests {
  @Test("with nothing registered a wait without limit sleeps until it is woken")
  func idle() throws {
    var loop = try EpollLoop()
    let waker = loop.waker
    #expect(try loop.turn(.forever) { waker.wake() } == [.wake])
  }

  @Test("a wait that sleeps ends when something becomes ready")
  func sleeping() throws {
    var loop = try EpollLoop()
    let pair = try Pair.pipe()
    let far = pair.far
    let token = try loop.register(pair.near, for: .readable)
    #expect(try loop.turn(.forever) { _ = write(far, "x", 1) } == [.ready(token, .readable)])
  }

  @Test("signals do not end a wait, and its limit stays")
  func signals() throws {
    var loop = try EpollLoop()
    let interruption = Interruption()
    let limit = loop.now + .milliseconds(40)
    let thread = interruption.begin()
    let events = try loop.turn(.until(limit))
    let now = loop.now
    interruption.end(thread)
    #expect(events == [])
    #expect(now >= limit)
    #expect(interruption.count > 0)
  }

  @Test("signals do not end a wait without limit, and what comes after them is told")
  func signalsWithoutLimit() throws {
    var loop = try EpollLoop()
    let pair = try Pair.pipe()
    let far = pair.far
    let token = try loop.register(pair.near, for: .readable)
    let interruption = Interruption()
    let thread = interruption.begin(times: 25) { _ = write(far, "x", 1) }
    #expect(try loop.turn(.forever) == [.ready(token, .readable)])
    interruption.end(thread)
    #expect(interruption.count == 25)
  }

  @Test("the poll descriptor is readable while there is readiness to collect")
  func embeddedReadiness() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let token = try loop.register(pair.near, for: .readable, trigger: .edge)
    #expect(!isReadable(loop.pollDescriptor))
    try pair.write()
    #expect(isReadable(loop.pollDescriptor))
    #expect(try loop.turn() == [.ready(token, .readable)])
    #expect(!isReadable(loop.pollDescriptor))
  }

  @Test("the poll descriptor is readable while there is a wake to collect")
  func embeddedWake() throws {
    var loop = try EpollLoop()
    #expect(!isReadable(loop.pollDescriptor))
    loop.waker.wake()
    #expect(isReadable(loop.pollDescriptor))
    #expect(try loop.turn() == [.wake])
    #expect(!isReadable(loop.pollDescriptor))
  }

  @Test("the poll descriptor does not tell of timers, and the next deadline does")
  func embeddedTimer() throws {
    var loop = try EpollLoop()
    let timer = try loop.schedule(at: .beginning)
    #expect(!isReadable(loop.pollDescriptor))
    #expect(loop.nextDeadline == .beginning)
    #expect(try loop.turn() == [.timer(timer)])
  }

  @Test("the statistics count what the loop holds and has done")
  func statistics() throws {
    var loop = try EpollLoop()
    #expect(loop.statistics == Statistics())
    let pair = try Pair.sockets()
    let near = try loop.register(pair.near, for: .writable)
    _ = try loop.register(pair.far, for: [])
    _ = try loop.schedule(at: .beginning)
    _ = try loop.schedule(at: .endOfTime)
    loop.waker.wake()
    var expected = Statistics()
    expected.registrations = 2
    expected.timers = 2
    #expect(loop.statistics == expected)
    #expect(try loop.turn().count == 3)
    #expect(try loop.turn() == [.ready(near, .writable)])
    try loop.deregister(near)
    expected.registrations = 1
    expected.timers = 1
    expected.waits = 2
    expected.readinessEvents = 2
    expected.timerEvents = 1
    expected.wakeEvents = 1
    #expect(loop.statistics == expected)
  }

  @Test("the loop says what it is and what it offers")
  func identity() throws {
    let loop = try EpollLoop()
    var name = utsname()
    uname(&name)
    let release = withUnsafeBytes(of: &name.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    #expect(loop.identity == BackendIdentity(name: "epoll", mechanism: "Linux", version: release))
    #expect(loop.identity == EpollLoop.identity)
    #expect(loop.capabilities == Capabilities(all: .native, timerResolution: .nanoseconds(1)))
    #expect(loop.capabilities.supports([.edge, .oneShot, .exclusive, .wakeUp]))
  }

  @Test("the loop's time is the monotonic clock's")
  func clock() throws {
    let loop = try EpollLoop()
    let first = loop.now
    let second = loop.now
    #expect(first > .beginning && second >= first && second < .endOfTime)
  }
}

/// Sends a handled signal to the thread that made it, each time it is seen asleep in a wait.
///
/// The signals of an interval timer would go to whatever thread the kernel chooses.
private final class Interruption: Sendable {
  private let hasEnded = Atomic(false)
  private let sent = Atomic(0)
  private let sleeper = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/thread-self")
  private let thread = pthread_self()

  /// The number of waits that were interrupted.
  var count: Int { sent.load(ordering: .sequentiallyConsistent) }

  func begin(times: Int = .max, then body: @escaping @Sendable () -> Void = {}) -> SecondThread {
    signal(SIGURG) { _ in }
    // The runtime's threads block all signals.
    Self.changeMask(SIG_UNBLOCK)
    return SecondThread { [self] in
      while count < times {
        guard waitUntilAsleep() else { return }
        pthread_kill(thread, SIGURG)
        sent.add(1, ordering: .sequentiallyConsistent)
      }
      guard waitUntilAsleep() else { return }
      body()
    }
  }

  func end(_ second: SecondThread) {
    hasEnded.store(true, ordering: .sequentiallyConsistent)
    second.join()
    Self.changeMask(SIG_BLOCK)
  }

  private static func changeMask(_ how: CInt) {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGURG)
    pthread_sigmask(how, &signals, nil)
  }

  /// Looks until the thread sleeps in epoll's wait with no signal pending; false if there is no more to do.
  private func waitUntilAsleep() -> Bool {
    while !hasEnded.load(ordering: .sequentiallyConsistent) {
      if isAsleep, !hasPendingSignal { return true }
      sched_yield()
    }
    return false
  }

  /// The numbers of epoll_wait, epoll_pwait and epoll_pwait2 on the architectures that Swift knows.
  private static let waits: Set<Int> = [22, 232, 281, 441]

  private var isAsleep: Bool {
    let number = status("syscall").split(separator: " ").first.flatMap { Int($0) }
    return number.map(Self.waits.contains) ?? false
  }

  private var hasPendingSignal: Bool {
    let line = status("status").split(separator: "\n").first { $0.hasPrefix("SigPnd:") }
    return line.map { $0.contains { $0 != "0" && $0.isHexDigit && $0.isNumber } } ?? true
  }

  private func status(_ file: String) -> String {
    (try? String(contentsOfFile: "/proc/\(sleeper ?? "")/\(file)", encoding: .utf8)) ?? ""
  }
}
