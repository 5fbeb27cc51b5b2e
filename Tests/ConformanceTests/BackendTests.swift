import EpollCore
import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite

/// The call that a loop with the fault of closing descriptors makes.
func closeDescriptor(_ descriptor: CInt) {
  close(descriptor)
}

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

  private func broken(_ fault: Fault) -> Backend {
    Backend("broken", BrokenLoop<EpollLoop>.self, configuration: .init(fault: fault))
  }

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

  @Test("a loop without a fault shows no difference in any of the scenarios that find faults")
  func control() throws {
    for (fault, source) in Self.scenarios {
      let scenario = try Scenario.steps(source, batchCapacity: fault == .exceedsTheBatch ? 1 : nil)
      #expect(try scenario.differences(on: epoll) == [], "\(fault)")
      #expect(try scenario.differences(on: broken(.none)) == [], "\(fault)")
    }
    #expect(Set(Self.scenarios.map(\.0)) == Set(Fault.allCases.filter { $0 != .none }))
  }

  @Test("every fault of a loop is found", arguments: scenarios)
  func faults(fault: Fault, source: String) throws {
    let scenario = try Scenario.steps(source, batchCapacity: fault == .exceedsTheBatch ? 1 : nil)
    #expect(try scenario.differences(on: broken(fault)) != [])
  }

  private static let ready = "open r w = pipe\nregister r readable\nwrite w 1\nwait -> r: readable"
  private static let closed =
    "open a b = unix-stream\nregister a readable\nshutdown b both\nwait -> a: readable hangup"
  private static let both =
    "open a b = unix-stream\nregister a readable\nregister b readable\nwrite a 1\nwrite b 1"

  static let scenarios: [(Fault, String)] = [
    (.dropsAnEvent, ready), (.repeatsAnEvent, ready), (.inventsAFlag, ready), (.invertsReadiness, ready),
    (.hidesHangup, closed),
    (
      .reportsEndedRegistrations,
      "open r w = pipe\nregister r readable\nderegister r\nwrite w 1\nwait -> nothing"
    ),
    (
      .ignoresEdge,
      "open r w = pipe\nregister r readable edge\nwrite w 1\nwait -> r: readable\nwait -> nothing"
    ),
    (
      .forgetsOneShot,
      "open r w = pipe\nregister r readable oneShot\nwrite w 1\nwait -> r: readable\nwait -> nothing"
    ),
    (.ignoresModify, "\(ready)\nmodify r none\nwait -> nothing"),
    (.firesEarly, "schedule t at 1h\nwait -> nothing"),
    (.firesCancelledTimers, "schedule t at 0us\ncancel t\nwait -> nothing"),
    (.firesInReverse, "schedule t u at 0us\nwait -> timer t, timer u"),
    (
      .putsTimersFirst,
      "open r w = pipe\nregister r readable\nwrite w 1\nschedule t at 0us\nwait -> r: readable, timer t"
    ),
    (.losesWakes, "wake\nwait -> wake"), (.wakesTwice, "wake\nwait -> wake"),
    (.returnsEarly, "wait 100ms -> nothing"),
    (.exceedsTheBatch, "\(both)\nwait -> a: readable or b: readable"),
    (.neverEndsTheBatch, ready),
    (.acceptsTwice, "open r w = pipe\nregister r readable\nregister r readable -> EEXIST"),
    (.refusesWithAnotherError, "open r w = pipe\nregister r readable\nregister r readable -> EEXIST"),
    (.inventsATimer, "wait -> nothing"),
    (.closesDescriptors, "\(ready)\nderegister r\nread r 1"),
  ]

  @Test("rules that no scenario has to write are kept without an expectation too")
  func unwrittenRules() throws {
    let scenarios: [(Fault, String, String)] = [
      (.returnsEarly, "wait 5ms", "step 1: an early return"),
      (.firesEarly, "schedule t at 1h\nwait", "step 2: timer t (early)"),
      (
        .reportsEndedRegistrations, "open r w = pipe\nregister r readable\nderegister r\nwait",
        "step 4: r (ended): readable"
      ),
      (
        .neverEndsTheBatch, "open r w = pipe\nregister r readable\nwrite w 1\nwait",
        "step 4: an endless batch"
      ),
      (.inventsATimer, "wait", "step 1: timer (stranger)"),
    ]
    for (fault, source, difference) in scenarios {
      let scenario = try Scenario.steps(source)
      #expect(try scenario.differences(on: broken(fault)) == [difference])
      #expect(try scenario.differences(on: epoll) == [])
    }
  }
}
