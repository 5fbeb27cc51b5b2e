import EpollCore
import EpollModel
import EventLoopAPI
import Mutants
import Testing

@testable import ConformanceSuite

@Suite("A scenario with two loops")
struct SecondLoopTests {
  private let epoll = Backend("epoll", EpollLoop.self)

  /// What the steps of a scenario lead to on the native loop, which must be what the model says.
  private func outcomes(_ steps: String, batchCapacity: Int? = nil) throws -> [String?] {
    let scenario = try Scenario.steps(steps, batchCapacity: batchCapacity)
    let outcomes = try epoll.run(scenario)
    #expect(outcomes == Oracle().prediction(for: scenario))
    return outcomes.map { $0?.description }
  }

  @Test("a step on delivery is done when its loop delivers, on the loop that it says")
  func onDelivery() throws {
    let outcomes = try outcomes(
      """
      open e = eventfd initial=1
      register e readable
      second register e readable
      on e: second deregister e
      second on e: deregister e
      second on wake: wake
      second wait
      wait
      second wake
      second wait
      wait
      """)
    #expect(
      outcomes == [
        "done", "done", "done", nil, "done", "done", "e: readable", "nothing", "done",
        "e: readable, wake", "wake",
      ])
  }

  @Test("names of registrations and timers are each loop's own")
  func names() throws {
    let outcomes = try outcomes(
      """
      open e = eventfd initial=1
      register e readable
      second register e readable edge
      deregister e
      second wait
      second modify e readable
      modify e readable
      schedule t at 0us
      second schedule t at 1h
      second cancel t
      second cancel t
      wait
      """)
    #expect(
      outcomes[3...] == [
        "done", "e: readable", "done", "ENOENT", "done", "done", "done", "spent", "timer t",
      ])
  }

  @Test("a loop that has ended says so, and the other goes on")
  func end() throws {
    let outcomes = try outcomes(
      """
      open e = eventfd initial=1
      register e readable
      second register e readable
      second end
      second wait
      second register e writable
      second embed
      second wake
      wait
      second collect 3
      """)
    #expect(
      outcomes[3...] == [
        "done", "the loop has ended", "the loop has ended", "the loop has ended", "done", "e: readable",
        "the loop has ended, the loop has ended, the loop has ended",
      ])
  }

  @Test("both loops have the scenario's batch, and each takes its own turns")
  func batch() throws {
    let outcomes = try outcomes(
      """
      open a b = unix-stream
      register a writable
      register b writable
      second register a writable
      second register b writable
      second collect 2
      wait
      second wait
      """, batchCapacity: 1)
    #expect(outcomes[5...] == ["a: writable, b: writable", "a: writable", "a: writable"])
    let scenario = try Scenario.steps(
      "open a b = unix-stream\nsecond register a writable\nsecond register b writable\nsecond wait",
      batchCapacity: 1)
    let greedy = Backend("greedy", MutantLoop.self, configuration: .init(fault: .batchExceeded))
    #expect(
      try scenario.differences(on: greedy) == [
        "step 4: a: writable, b: writable, more than the batch holds"
      ])
  }

  @Test("a second loop's timer that fires early stands out")
  func brokenTimers() throws {
    let early = Backend("early", MutantLoop.self, configuration: .init(fault: .deadlineOverflows))
    let scenario = try Scenario.steps("second schedule t at 1000h\nsecond wait")
    #expect(try scenario.differences(on: early) == ["step 2: timer t (early)"])
  }

  @Test("what is to be done meanwhile is done in the next wait of either loop, a wake by its own waker")
  func meanwhile() throws {
    let outcomes = try outcomes(
      """
      open r w = pipe
      register r readable
      second register r readable
      meanwhile write w 1
      second wait forever
      wait
      read r 1
      meanwhile second wake
      wait 1ms
      second wait
      meanwhile wake
      wait forever
      second wait
      """)
    #expect(outcomes[4...5] == ["r: readable", "r: readable"])
    #expect(outcomes[8...9] == ["nothing", "wake"])
    #expect(outcomes[11...12] == ["wake", "nothing"])
  }
}

@Suite("The oracle and two loops")
struct SecondLoopOracleTests {
  private func standings(_ scenario: Scenario, _ observed: String...) -> [Oracle.Standing] {
    var left = observed[...]
    let outcomes: [Outcome?] = scenario.steps.map { step in
      step.action.isQuestion ? left.popFirst().map { Outcome(text: $0) } : .done
    }
    let standings = Oracle().standings(of: scenario, observed: outcomes)
    return zip(scenario.steps, standings).filter { $0.0.action.isQuestion }.map(\.1)
  }

  private static let sleeping = """
    open r w = pipe
    register r readable exclusive
    second register r readable exclusive
    meanwhile write w 1
    wait forever
    second wait
    wait
    """

  @Test("of exclusive registrations the one that is waited for takes the wake, which others may have as well")
  func exclusive() throws {
    let scenario = try Scenario.steps(Self.sleeping)
    #expect(standings(scenario, "r: readable", "nothing", "r: readable") == [.linux, .linux, .linux])
    #expect(
      standings(scenario, "r: readable", "r: readable", "r: readable")
        == [.linux, .permitted(.exclusive), .linux])
    #expect(standings(scenario, "nothing", "r: readable", "r: readable").first == .different)
    let shared = try Scenario.steps(Self.sleeping.replacing(" exclusive", with: ""))
    #expect(standings(shared, "r: readable", "nothing", "r: readable")[1] == .different)
  }

  @Test("an epoll object beside a sleeping loop is spared as well")
  func nested() throws {
    let scenario = try Scenario.steps(
      """
      open r w = pipe
      open n = epoll
      register r readable exclusive
      nest n r readable exclusive
      meanwhile write w 1
      wait forever
      register n readable
      wait
      """)
    #expect(Oracle().prediction(for: scenario).last == Outcome(text: "r: readable"))
    let outcomes = try Backend("epoll", EpollLoop.self).run(scenario)
    #expect(outcomes == Oracle().prediction(for: scenario))
  }

  @Test("an order that one loop was seen to take is not asked of the other, and each has its own turns")
  func freedom() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      register a writable
      register b writable
      second register a writable
      second register b writable
      wait
      second wait
      wait
      second wait
      wait
      second wait
      """, batchCapacity: 1)
    let (a, b) = ("a: writable", "b: writable")
    #expect(
      standings(scenario, b, a, a, b, b, a) == [.permitted(.share), .linux, .linux, .linux, .linux, .linux])
    let starving = standings(scenario, b, a, b, a, b, b)
    #expect(starving[4] == .different && starving[3] == .permitted(.share) && starving[5] == .linux)
  }

  @Test("a clock that one loop's timer shows is the other's as well")
  func clock() throws {
    let scenario = try Scenario.steps(
      "schedule t at 2ms\nsecond schedule u at 1ms\nwait\nsecond wait")
    #expect(standings(scenario, "timer t", "timer u") == [.permitted(.clock), .linux])
    #expect(standings(scenario, "timer t", "nothing") == [.permitted(.clock), .different])
    #expect(standings(scenario, "timer u", "nothing")[0] == .different)
  }

  @Test("a loop that ends lets go of its instance, and of what it watched")
  func end() throws {
    let scenario = try Scenario.steps(
      "open e = eventfd\nregister e readable\nsecond register e readable\nend")
    var execution = ModelExecution(scenario)
    for index in scenario.steps.indices { execution.begin(index) }
    #expect(execution.loops[0].loop.hasEnded && !execution.loops[1].loop.hasEnded)
    let counter = try #require(execution.objects.objects["e"]).descriptor
    #expect(try execution.kernel.view(ofFile: counter).queues.flatMap(\.waiting).count == 1)
  }
}
