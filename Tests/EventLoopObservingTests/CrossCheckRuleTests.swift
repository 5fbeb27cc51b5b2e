import EpollCore
import EventLoopObserving
import Foundation
import Mutants
import Synchronization
import Testing

/// What happens between the two looks of one wait decides whether loops that disagree diverge.
@Suite("The rule of a cross-check loop")
struct CrossCheckRuleTests {
  typealias Hooked = CrossCheckLoop<EpollLoop, HookedLoop>

  /// Something that is done once, when a test has asked for it.
  private final class Once: Sendable {
    private let action = Mutex<(@Sendable () -> Void)?>(nil)

    func set(_ new: @escaping @Sendable () -> Void) { action.withLock { $0 = new } }

    func callAsFunction() {
      let due = action.withLock { action in
        defer { action = nil }
        return action
      }
      due?()
    }
  }

  private func loop(_ once: Once) throws -> Hooked {
    var configuration = Hooked.Configuration()
    configuration.shadow.beforeLook = { once() }
    configuration.patience = .milliseconds(1)
    return try Hooked(configuration)
  }

  private func events<Loop: EventLoop & ~Copyable>(
    _ loop: inout Loop, _ limit: Wait = .poll
  ) throws -> [Event] {
    try loop.wait(limit)
    var events: [Event] = []
    while let event = loop.next() { events.append(event) }
    return events
  }

  @Test(
    "what comes between the two looks is told at the next wait, in each mode",
    arguments: [
      Trigger.level, .edge, .oneShot, [.edge, .oneShot],
    ])
  func arrival(trigger: Trigger) throws {
    let once = Once()
    var loop = try loop(once)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: trigger)
    once.set { ends.write() }
    #expect(try events(&loop) == [])
    #expect(try events(&loop) == [.ready(token, .readable)])
    #expect(try events(&loop) == (trigger == .level ? [.ready(token, .readable)] : []))
    #expect(loop.divergences == [])
  }

  @Test("what another one takes between the two looks is no divergence")
  func taken() throws {
    let once = Once()
    var loop = try loop(once)
    let ends = try PipeEnds()
    for trigger in [Trigger.level, .edge, .oneShot] {
      let token = try loop.register(ends.reading, for: .readable, trigger: trigger)
      ends.write()
      once.set { ends.read() }
      #expect(try events(&loop) == [.ready(token, .readable)])
      try loop.deregister(token)
    }
    #expect(loop.divergences == [])
    #expect(loop.crossCheckCounts.settledAsGone == 3)
  }

  @Test("edges that come between the two looks of every wait excuse the shadow each time")
  func arrivals() throws {
    let once = Once()
    var loop = try loop(once)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .edge)
    for _ in 0..<100 {
      once.set { ends.write() }
      _ = try events(&loop)
      #expect(try events(&loop) == [.ready(token, .readable)])
    }
    #expect(loop.divergences == [])
    #expect(loop.crossCheckCounts.settledAsToldBefore >= 99)
  }

  @Test("a shadow that stays silent of what holds diverges, once, and again when it is armed anew")
  func missing() throws {
    typealias Broken = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Broken.Configuration()
    configuration.shadow = .init(fault: .readableDropped)
    configuration.patience = .milliseconds(1)
    let told = Mutex<[Divergence]>([])
    let box = Box(told)
    configuration.divergenceHandler = { divergence in box.value.withLock { $0.append(divergence) } }
    var loop = try Broken(configuration)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .level)
    ends.write()
    ends.closeWriting()
    for _ in 0..<3 { #expect(try events(&loop) == [.ready(token, [.readable, .hangup])]) }
    try #require(loop.divergences.count == 1)
    let divergence = loop.divergences[0]
    #expect(divergence.kind == .missing && divergence.token == token && divergence.descriptor == ends.reading)
    #expect(divergence.primary == .told([.readable, .hangup]) && divergence.shadow == .told(.hangup))
    #expect(divergence.kernel == .readable && divergence.interest == .readable && divergence.wait == 1)
    guard case .confirmed(let looks) = divergence.settlement else { throw Unexpected() }
    #expect(looks >= 8)
    #expect(
      divergence.description == """
        divergence 1: missing; descriptor \(ends.reading) (readable, level): primary told readable hangup, \
        shadow told hangup, the kernel says readable; confirmed by \(looks) more looks; wait 1
        """)
    try loop.modify(token, for: .readable)
    _ = try events(&loop)
    #expect(loop.divergences.count == 2)
    #expect(box.value.withLock { $0 } == loop.divergences)
  }

  @Test("a shadow that tells what does not hold diverges when it is no coincidence any more")
  func invented() throws {
    typealias Broken = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Broken.Configuration()
    configuration.shadow = .init(fault: .errorAdded)
    var loop = try Broken(configuration)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .level)
    ends.closeWriting()
    for _ in 0..<15 { _ = try events(&loop) }
    #expect(loop.divergences == [])
    _ = try events(&loop)
    #expect(loop.divergences.map(\.kind) == [.invented])
    #expect(loop.divergences.map(\.settlement) == [.recurred])
    #expect(loop.divergences.map(\.token) == [token])
  }

  @Test("of the divergences the newest are kept, and all are counted and saved")
  func ring() throws {
    typealias Broken = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Broken.Configuration()
    configuration.shadow = .init(fault: .oneShotAsLevel)
    configuration.divergenceCapacity = 2
    var loop = try Broken(configuration)
    let ends = try PipeEnds()
    ends.write()
    let token = try loop.register(ends.reading, for: .readable, trigger: .oneShot)
    for _ in 0..<5 {
      for _ in 0..<2 { _ = try events(&loop) }
      try loop.modify(token, for: .readable, trigger: .oneShot)
    }
    #expect(loop.divergences.map(\.number) == [4, 5])
    #expect(loop.divergences.allSatisfy { $0.kind == .repeated && $0.settlement == .atOnce })
    #expect(loop.crossCheckCounts.divergences == 5 && loop.crossCheckCounts.droppedDivergences == 3)

    let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try loop.writeDivergences(to: file.path)
    let saved = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any]
    #expect(saved?["schema"] as? Int == 1)
    #expect((saved?["counts"] as? [String: Any])?["divergences"] as? Int == 5)
    let first = (saved?["divergences"] as? [[String: Any]])?.first
    #expect(first?["kind"] as? String == "repeated" && first?["number"] as? Int == 4)
    #expect(first?["trigger"] as? [String] == ["oneShot"] && first?["interest"] as? [String] == ["readable"])
    #expect(first?["descriptor"] as? Int == Int(ends.reading) && first?["settlement"] as? String == "at-once")
    #expect(first?["primary"] as? [String: String] == ["answer": "silent"])
    #expect(throws: (any Error).self) { try loop.writeDivergences(to: "/nowhere/divergences.json") }
  }

  @Test("the shadow takes nothing away: it is neither exclusive nor against suspension, nor watches /proc")
  func modest() throws {
    let asked = Box(Mutex<[Trigger]>([]))
    var configuration = Hooked.Configuration()
    configuration.shadow.onRegistering = { _, trigger in asked.value.withLock { $0.append(trigger) } }
    var loop = try Hooked(configuration)
    let ends = try PipeEnds()
    _ = try loop.register(ends.reading, for: .readable, trigger: [.exclusive, .edge])
    _ = try loop.register(ends.writing, for: .writable, trigger: [.wakeUp, .oneShot])
    let mounts = open("/proc/self/mounts", O_RDONLY | O_CLOEXEC)
    defer { close(mounts) }
    _ = try loop.register(mounts, for: .priority, trigger: .edge)
    #expect(asked.value.withLock { $0 } == [.edge, .oneShot])
    #expect(loop.crossCheckCounts.unwatchedRegistrations == 1)
    for _ in 0..<3 { _ = try events(&loop) }
    #expect(loop.divergences == [])
  }

  @Test("every third registration and every fourth wait is looked at if that is asked for")
  func sampling() throws {
    var loop = try Hooked(Hooked.Configuration(sampling: CrossCheckSampling(waits: 4, registrations: 3)))
    let ends = try (0..<9).map { _ in try PipeEnds() }
    for ends in ends {
      ends.write()
      _ = try loop.register(ends.reading, for: .readable)
    }
    for _ in 0..<40 { #expect(try events(&loop).count == 9) }
    #expect(loop.crossCheckCounts.watchedRegistrations == 3)
    #expect(loop.crossCheckCounts.comparedWaits == 10 && loop.crossCheckCounts.comparedEvents == 30)
    #expect(loop.statistics.readinessEvents == 360 && loop.statistics.registrations == 9)
  }

  @Test("a refusal is compared, and what only one loop refuses is a divergence")
  func refusals() throws {
    typealias Broken = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Broken.Configuration()
    configuration.shadow = .init(fault: .refusalSwallowed)
    var loop = try Broken(configuration)
    #expect(throws: LoopError(.register, .badDescriptor)) { try loop.register(-1, for: .readable) }
    #expect(loop.divergences == [])
    let file = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
    defer { close(file) }
    #expect(throws: LoopError(.register, .notPermitted)) { try loop.register(file, for: .readable) }
    #expect(loop.divergences.map(\.primary) == [.refused(LoopError(.register, .notPermitted))])
    #expect(loop.divergences.map(\.shadow) == [.accepted])
  }

  @Test("a timer that was read ahead keeps its place until it is told")
  func heldTimer() throws {
    var loop = try loop(Once())
    let ends = try PipeEnds()
    ends.write()
    let ready = try loop.register(ends.reading, for: .readable)
    let first = try loop.schedule(at: .beginning)
    try loop.wait(.poll)
    #expect(loop.next() == .ready(ready, .readable))
    let second = try loop.schedule(at: .endOfTime)
    #expect(second.index != first.index)
    #expect(loop.next() == .timer(first))
    #expect(loop.next() == nil && loop.statistics.timers == 1)
    let third = try loop.schedule(at: .endOfTime)
    #expect(third.index == first.index)
  }

  @Test("a primary that counts nothing has statistics of zero")
  func withoutCounts() throws {
    var configuration = CrossCheckLoop<HookedLoop, EpollLoop>.Configuration()
    configuration.primary.countsNothing = true
    var loop = try CrossCheckLoop<HookedLoop, EpollLoop>(configuration)
    let ends = try PipeEnds()
    ends.write()
    _ = try loop.register(ends.reading, for: .readable)
    _ = try loop.schedule(at: .beginning)
    loop.waker.wake()
    try loop.wait(.poll)
    #expect(loop.statistics.readinessEvents == 0 && loop.statistics.timerEvents == 0)
    while loop.next() != nil { #expect(loop.statistics.wakeEvents == 0) }
  }

  private struct Unexpected: Error {}
}

/// Shares a lock with a closure.
private final class Box<Value: ~Copyable & Sendable>: Sendable {
  let value: Value

  init(_ value: consuming Value) { self.value = value }
}
