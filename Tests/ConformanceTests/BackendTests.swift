import EpollCore
import EventLoopAPI
import Mutants
import Testing

@testable import ConformanceSuite

extension Scenario {
  /// What differs from the expectations when the scenario runs in this process.
  func differences(on backend: Backend) throws -> [String] {
    let outcomes = try backend.run(self)
    let standings = Oracle().standings(of: self, observed: outcomes)
    return Comparison(self, RunResult(.finished, outcomes: outcomes), standings).differences
  }
}

@Suite("A scenario that runs on a loop")
struct BackendTests {
  private let epoll = Backend("epoll", EpollLoop.self)

  @Test("each step's outcome comes in its place, as a scenario writes it")
  func outcomes() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      open r w = pipe
      register a readable writable
      register a readable
      write b 3
      schedule t at 0us
      wake
      on a: deregister a
      wait
      deregister a
      modify a readable
      read a 3
      read a 1
      shutdown b write
      read a 1
      mode a
      embed
      cancel t
      end
      wait
      write w 1
      """)
    let outcomes = try epoll.run(scenario).map { $0?.description }
    #expect(
      outcomes == [
        "done", "done", "done", "EEXIST", "done", "done", "done", "done",
        "a: readable writable, timer t, wake", "ENOENT", "ENOENT", "done", "EAGAIN", "done", "end",
        "nonblocking", "idle", "spent", "done", "the loop has ended", "done",
      ])
  }

  @Test("a step for a delivery that never comes is not done")
  func neverDelivered() throws {
    let scenario = try Scenario.steps("open r w = pipe\nregister r readable\non r: write w 1\nwait\nread r 1")
    #expect(try epoll.run(scenario).map { $0?.description } == ["done", "done", nil, "nothing", "EAGAIN"])
  }

  @Test("a step for a delivery is done once")
  func deliveredTwice() throws {
    let scenario = try Scenario.steps(
      "open r w = pipe\nregister r readable\nwrite w 2\non r: read r 1\nwait\nwait\nread r 1\nread r 1")
    let outcomes = try epoll.run(scenario).map { $0?.description }
    #expect(outcomes.suffix(5) == ["done", "r: readable", "r: readable", "done", "EAGAIN"])
  }

  @Test("what is done meanwhile ends a wait that sleeps")
  func meanwhile() throws {
    let scenario = try Scenario.steps(
      """
      open r w = pipe
      register r readable
      meanwhile write w 1
      meanwhile wake
      wait forever
      """
    )
    let outcomes = try epoll.run(scenario)
    #expect(outcomes[2] == .done && outcomes[3] == .done)
    #expect(outcomes[4]?.items.first == "r: readable")
  }

  @Test("batches that are collected are taken together")
  func collecting() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      register a writable
      register b writable
      collect 4 -> a: writable, b: writable
      """,
      batchCapacity: 1)
    #expect(try scenario.differences(on: epoll) == [])
  }

  @Test("a loop of the scenario's batch capacity is made")
  func batchCapacity() throws {
    let steps = "open a b = unix-stream\nregister a writable\nregister b writable\nwait"
    #expect(try epoll.run(try Scenario.steps(steps, batchCapacity: 1)).last??.items.count == 1)
    #expect(try epoll.run(try Scenario.steps(steps)).last??.items.count == 2)
  }

  @Test("a backend describes itself")
  func description() throws {
    let description = try epoll.describe()
    #expect(description.identity == EpollLoop.identity)
    #expect(description.capabilities == EpollLoop.capabilities)
    #expect(epoll.name == "epoll")
  }

  @Test(
    "rules that no scenario has to write are kept without an expectation too",
    arguments: [
      (Fault.limitOverflows, "meanwhile wake\nwait 1000h", "step 2: an early return"),
      (.deadlineOverflows, "schedule t at 1000h\nwait", "step 2: timer t (early)"),
      (
        .staleEventTold,
        "open a b = unix-stream\nregister a writable\nregister b writable\non a: deregister b\nwait",
        "step 5: a: writable, b (ended): writable"
      ),
      (.timerMisnamed, "schedule t u at 0us\nwait", "step 2: timer t, timer (stranger)"),
      (.batchEndless, "open e = eventfd\nregister e writable\nwait", "step 3: an endless batch"),
      (
        .batchExceeded, "open a b = unix-stream\nregister a writable\nregister b writable\nwait",
        "step 4: a: writable, b: writable, more than the batch holds"
      ),
    ])
  func unwrittenRules(fault: Fault, source: String, difference: String) throws {
    let needsFullBatch = fault == .batchEndless || fault == .batchExceeded
    let scenario = try Scenario.steps(source, batchCapacity: needsFullBatch ? 1 : nil)
    let mutant = Backend("mutant", MutantLoop.self, configuration: .init(fault: fault))
    #expect(try scenario.differences(on: mutant) == [difference])
    #expect(try scenario.differences(on: epoll) == [])
  }
}
