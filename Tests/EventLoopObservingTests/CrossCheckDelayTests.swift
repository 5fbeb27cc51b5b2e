import EpollCore
import EventLoopObserving
import Mutants
import Synchronization
import Testing

/// A thread may lose the processor anywhere, for long and often: of the loop, between its looks, and of a
/// writer, before the kernel has said what it has written.
@Suite("The rule of a cross-check loop where threads are delayed")
struct CrossCheckDelayTests {
  private typealias Hooked = CrossCheckLoop<EpollLoop, HookedLoop>
  private typealias Stalled = CrossCheckLoop<HookedLoop, EpollLoop>

  private func events<Loop: EventLoop & ~Copyable>(_ loop: inout Loop) throws -> [Event] {
    try loop.wait(.poll)
    var events: [Event] = []
    while let event = loop.next() { events.append(event) }
    return events
  }

  @Test("conditions that come and go between all looks are no divergence", arguments: [Trigger.level, .edge])
  func movement(trigger: Trigger) throws {
    let (coming, going) = (try PipeEnds(), try PipeEnds())
    var configuration = Hooked.Configuration()
    configuration.shadow.beforeLook = {
      coming.write()
      going.read()
    }
    configuration.shadow.afterLook = { coming.read() }
    var loop = try Hooked(configuration)
    _ = try loop.register(coming.reading, for: .readable, trigger: trigger)
    let token = try loop.register(going.reading, for: .readable, trigger: trigger)
    for _ in 0..<100 {
      going.write()
      #expect(try events(&loop) == [.ready(token, .readable)])
    }
    #expect(loop.divergences == [])
    #expect(loop.crossCheckCounts.settledAsGone == 200)
  }

  @Test("what a loop finds that was away for long counts once")
  func burst() throws {
    let ends = try (0..<40).map { _ in try PipeEnds() }
    var configuration = Hooked.Configuration()
    configuration.shadow.beforeLook = { for ends in ends { ends.write() } }
    configuration.shadow.afterLook = { for ends in ends { ends.read() } }
    var loop = try Hooked(configuration)
    for ends in ends { _ = try loop.register(ends.reading, for: .readable) }
    for _ in 0..<15 { #expect(try events(&loop) == []) }
    #expect(loop.divergences == [])
    // Not for ever: files that move in one direction alone are no better than a shadow that invents it.
    #expect(try events(&loop) == [])
    #expect(loop.divergences.map(\.kind) == [.invented])
  }

  @Test("the primary may be told later than the shadow, by many waits", arguments: [Trigger.level, .edge])
  func primaryToldLate(trigger: Trigger) throws {
    let isStalled = Shared(true)
    var configuration = Stalled.Configuration()
    configuration.primary.isStalled = { isStalled.value.load(ordering: .relaxed) }
    configuration.patience = .seconds(10)
    var loop = try Stalled(configuration)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: trigger)
    ends.write()
    for _ in 0..<100 { #expect(try events(&loop) == []) }
    isStalled.value.store(false, ordering: .relaxed)
    #expect(try events(&loop) == [.ready(token, .readable)])
    #expect(loop.divergences == [])
    #expect(loop.crossCheckCounts.settledAsAhead == 1)
    #expect(loop.crossCheckCounts.settledAsToldBefore == (trigger == .edge ? 1 : 0))
  }

  @Test("but not for longer than its patience")
  func primarySilent() throws {
    var configuration = Stalled.Configuration()
    configuration.primary.isStalled = { true }
    configuration.patience = .milliseconds(5)
    var loop = try Stalled(configuration)
    let ends = try PipeEnds()
    _ = try loop.register(ends.reading, for: .readable)
    ends.write()
    let end = loop.now + .milliseconds(5)
    while loop.divergences.isEmpty { #expect(try events(&loop) == []) }
    #expect(loop.now >= end)
    #expect(loop.divergences.map(\.kind) == [.unmatched])
  }

  @Test("the second divergence has half of the patience, so that a bad shadow does not stop the application")
  func patience() throws {
    typealias Broken = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Broken.Configuration()
    configuration.shadow = .init(fault: .readableDropped)
    configuration.patience = .milliseconds(20)
    var loop = try Broken(configuration)
    let ends = try (0..<2).map { _ in try PipeEnds() }
    for ends in ends {
      ends.write()
      ends.closeWriting()
      _ = try loop.register(ends.reading, for: .readable)
    }
    let start = loop.now
    _ = try events(&loop)
    #expect(loop.divergences.map(\.kind) == [.missing, .missing])
    let times = loop.divergences.map(\.time)
    try #require(times.count == 2)
    #expect(times[0] >= start + .milliseconds(20))
    #expect(times[1] >= times[0] + .milliseconds(10))
  }

  @Test("an edge too many is found also where most waits are not looked at", arguments: [2, 7] as [UInt64])
  func sampledEdges(waits: UInt64) throws {
    typealias Broken = CrossCheckLoop<EpollLoop, MutantLoop>
    var configuration = Broken.Configuration(sampling: CrossCheckSampling(waits: waits))
    configuration.shadow = .init(fault: .edgeAsLevel)
    configuration.patience = .zero
    var loop = try Broken(configuration)
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .edge)
    ends.write()
    #expect(try events(&loop) == [.ready(token, .readable)])
    for _ in 0..<40 { #expect(try events(&loop) == []) }
    #expect(loop.divergences.map(\.kind) == [.unmatched])
  }

  @Test("edges that the primary told in waits that were not looked at have the next one looked at, no more")
  func followedEdges() throws {
    var loop = try Hooked(Hooked.Configuration(sampling: CrossCheckSampling(waits: 10)))
    let ends = try PipeEnds()
    let token = try loop.register(ends.reading, for: .readable, trigger: .edge)
    for _ in 0..<10 {
      for wait in 0..<10 {
        if wait == 1 { ends.write() }
        #expect(try events(&loop) == (wait == 1 ? [.ready(token, .readable)] : []))
      }
    }
    #expect(loop.divergences == [])
    #expect(loop.crossCheckCounts.comparedWaits == 19)
  }
}

/// Shares a flag with a closure.
private final class Shared: Sendable {
  let value: Atomic<Bool>

  init(_ value: Bool) { self.value = Atomic(value) }
}
