import EpollCore
import EpollModel
import Testing

@testable import ConformanceSuite

@Suite("The oracle")
struct OracleTests {
  private let catalogue: Catalogue

  init() throws {
    catalogue = try Catalogue()
  }

  /// How what was observed stands to the model, as words.
  private func standings(_ scenario: Scenario, _ observed: String...) -> [String] {
    var left = observed[...]
    let outcomes: [Outcome?] = scenario.steps.map { step in
      step.action.isQuestion ? left.popFirst().map { Outcome(text: $0) } : .done
    }
    let standings = Oracle().standings(of: scenario, observed: outcomes)
    return zip(scenario.steps, standings).filter { $0.0.action.isQuestion }.map { _, standing in
      switch standing {
      case .linux: "linux"
      case .permitted(let freedom): freedom.rawValue
      case .different: "different"
      }
    }
  }

  @Test("every file of the catalogue says what the model says, step by step and in order")
  func catalogueAgrees() {
    for scenario in catalogue.scenarios {
      #expect(Oracle().conflicts(in: scenario) == [], "\(scenario.id)")
    }
  }

  @Test(
    "without any one of its rules the model disagrees with the catalogue",
    arguments: [
      ("levelRequeue", "edge/beside-level"),
      ("oneShotMasking", "nested/one-shot-within"),
      ("repollAtDelivery", "edge/drained-before-the-wait"),
      ("callbackKeyFilter", "edge/eventfd-semaphore"),
      ("rearmOnModify", "edge/turned-to-level"),
      ("removalOnLastClose", "idle/only-a-closed-one"),
      ("keyIncludesDescriptor", "lifetime/duplicates-both-report"),
      ("pipePageGranularity", "level/pipe-room-comes-by-the-page"),
    ])
  func rules(name: String, noticedBy id: String) throws {
    let rule = try #require(ModelRules.named.first { $0.name == name }?.rule)
    let scenario = try #require(catalogue.scenarios.first { $0.id == id })
    #expect(Oracle(rules: ModelRules.linux.subtracting(rule)).conflicts(in: scenario) != [])
    #expect(ModelRules.named.count == 8)
  }

  @Test("readiness in another order is permitted, and nothing may be missing or repeated")
  func order() throws {
    let scenario = try Scenario.steps(
      "open a b = unix-stream\nregister a writable\nregister b writable\nwait")
    #expect(standings(scenario, "a: writable, b: writable") == ["linux"])
    #expect(standings(scenario, "b: writable, a: writable") == ["order"])
    #expect(standings(scenario, "a: writable") == ["different"])
    #expect(standings(scenario, "a: writable, b: writable, a: writable") == ["different"])
    #expect(standings(scenario, "a: writable, b: readable writable") == ["different"])
  }

  @Test("an edge that was told is not told again, whatever the order")
  func edge() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      register a readable edge
      register b writable edge
      write b 1
      wait
      wait
      """)
    #expect(standings(scenario, "a: readable, b: writable", "nothing") == ["order", "linux"])
    #expect(standings(scenario, "b: writable, a: readable", "a: readable") == ["linux", "different"])
    #expect(standings(scenario, "b: writable", "a: readable") == ["different", "different"])
  }

  @Test("of more than a batch holds any may come first, if each comes in its turn")
  func share() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      open c d = unix-stream
      register a writable
      register b writable
      register c writable
      wait
      wait
      wait
      wait
      """, batchCapacity: 1)
    #expect(
      standings(scenario, "a: writable", "b: writable", "c: writable", "a: writable")
        == ["linux", "linux", "linux", "linux"])
    #expect(
      standings(scenario, "c: writable", "a: writable", "b: writable", "c: writable")
        == ["share", "linux", "linux", "linux"])
    #expect(
      standings(scenario, "a: writable", "a: writable", "a: writable", "a: writable").last == "different")
    #expect(
      standings(scenario, "a: writable, b: writable", "nothing", "nothing", "nothing")[0] == "different")
  }

  @Test("a wake may take one of the batch's places, and is never lost")
  func wake() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      register a writable
      register b writable
      wake
      wait
      wait
      """, batchCapacity: 2)
    #expect(standings(scenario, "a: writable, wake", "b: writable, a: writable") == ["wakePlace", "linux"])
    #expect(standings(scenario, "a: writable, b: writable", "wake").first == "different")
  }

  @Test("what a duplicate keeps alive of a closed registration may be told or not, and by no other name")
  func closedEarly() throws {
    let scenario = try Scenario.steps(
      """
      open r w = pipe
      open copy = dup r
      open e = eventfd initial=1
      register r readable
      register e readable edge
      close r
      write w 1
      wait
      """)
    #expect(standings(scenario, "e: readable, r: readable") == ["linux"])
    #expect(standings(scenario, "e: readable") == ["closedEarly"])
    #expect(standings(scenario, "r: readable") == ["different"])
    #expect(standings(scenario, "e: readable, copy: readable") == ["different"])
  }

  @Test("what a duplicate keeps alive may be told as what has the number now, and as nothing else")
  func reusedNumber() throws {
    let scenario = try Scenario.steps(
      """
      open a = unix-socket
      open copy = dup a
      register a writable
      close a
      open c = eventfd reusing a
      wait
      """)
    #expect(standings(scenario, "a: writable hangup") == ["linux"])
    #expect(standings(scenario, "a: writable") == ["closedEarly"])
    #expect(standings(scenario, "nothing") == ["closedEarly"])
    #expect(standings(scenario, "a: writable error") == ["different"])
    #expect(standings(scenario, "c: writable") == ["different"])
  }

  @Test("a registration that a wait found closed may stay untold when its number names the file again")
  func namedAgain() throws {
    let (before, after) = (
      "open e = eventfd\nopen copy = dup e\nregister e readable\nclose e\n",
      "open again = dup copy reusing e\nwrite copy 1\nwait"
    )
    let scenario = try Scenario.steps(before + "wait\n" + after)
    #expect(standings(scenario, "nothing", "e: readable") == ["linux", "linux"])
    #expect(standings(scenario, "nothing", "nothing") == ["linux", "closedEarly"])
    let unseen = try Scenario.steps(before + after)
    #expect(standings(unseen, "nothing") == ["different"])
  }

  @Test("an edge may come once more after a closed descriptor's watch was laid to rest, and not otherwise")
  func repeatedEdge() throws {
    let ghost = """
      open r w = pipe
      open copy = dup r
      open e = eventfd initial=1
      register r readable
      register e readable edge
      wait
      close r
      write w 1
      deregister r
      wait
      wait
      """
    let scenario = try Scenario.steps(ghost)
    #expect(standings(scenario, "e: readable", "e: readable", "nothing") == ["linux", "linux", "linux"])
    #expect(standings(scenario, "e: readable", "nothing", "nothing")[1] != "different")
    let plain = try Scenario.steps(
      "open e = eventfd initial=1\nregister e readable edge\nwait\nwait")
    #expect(standings(plain, "e: readable", "e: readable") == ["linux", "different"])
  }

  @Test("a step done on delivery is followed in the order that was seen")
  func onDelivery() throws {
    let scenario = try Scenario.steps(
      """
      open a b = unix-stream
      register a writable
      register b writable
      perhaps on a: deregister b
      perhaps on b: deregister a
      wait
      """)
    let first: [Outcome?] = [.done, .done, .done, .done, nil, Outcome(text: "a: writable")]
    let second: [Outcome?] = [.done, .done, .done, nil, .done, Outcome(text: "b: writable")]
    #expect(!Oracle().standings(of: scenario, observed: first).contains(.different))
    #expect(!Oracle().standings(of: scenario, observed: second).contains(.different))
    #expect(Oracle().standings(of: scenario, observed: second).last == .permitted(.order))
    var both = second
    both[5] = Outcome(text: "b: writable, a: writable")
    #expect(Oracle().standings(of: scenario, observed: both)[5] == .different)
  }

  @Test("a conflict between file and model is decided by what the kernel does")
  func conflict() throws {
    let scenario = try Scenario.steps("open e = eventfd initial=1\nregister e readable\nwait -> nothing")
    var conflict = try #require(Oracle().conflicts(in: scenario).first)
    #expect(conflict.step == 3 && conflict.written == "nothing" && conflict.predicted == "e: readable")
    #expect(conflict.blame == .undecided)
    for (seen, blame) in [
      ("e: readable", ModelConflict.Blame.file), ("nothing", .model), ("e: writable", .both),
    ] {
      conflict.decide(by: seen, of: scenario.steps[2].action)
      #expect(conflict.blame == blame)
      #expect(conflict.observed == seen)
    }
  }

  @Test("a step that must succeed and that the model says is refused is a conflict as well")
  func silentRefusal() throws {
    let scenario = try Scenario.steps("open e = eventfd\nregister e readable\nregister e readable")
    let conflict = try #require(Oracle().conflicts(in: scenario).first)
    #expect(conflict.written == "done" && conflict.predicted == "EEXIST")
  }
}

@Suite("The oracle and time")
struct OracleTimeTests {
  @Test("a timer that is due because the steps took time is permitted, a missing one that is due is not")
  func clock() throws {
    let scenario = try Scenario.steps(
      "open e = eventfd initial=1\nregister e readable\nschedule t at 1ms\nschedule u at 2ms\nwait\nwait")
    func standings(_ waits: String...) -> [Oracle.Standing] {
      let outcomes: [Outcome?] = [.done, .done, .done, .done] + waits.map { Outcome(text: $0) }
      return Array(Oracle().standings(of: scenario, observed: outcomes)[4...])
    }
    #expect(standings("e: readable", "e: readable") == [.linux, .linux])
    #expect(standings("e: readable, timer t", "e: readable") == [.permitted(.clock), .linux])
    #expect(
      standings("e: readable", "e: readable, timer t, timer u") == [.linux, .permitted(.clock)])
    #expect(standings("e: readable, timer u", "e: readable") == [.different, .linux])
    #expect(standings("e: readable, timer t (early)", "e: readable")[0] == .different)
  }

  @Test("a wait that nothing can end is a conflict, whatever is written, and the file is to be mended")
  func endless() throws {
    let scenario = try Scenario.steps("open e = eventfd\nregister e readable\nwait forever")
    let conflict = try #require(Oracle().conflicts(in: scenario).first)
    #expect(conflict.predicted == "a wait without end" && conflict.step == 3 && conflict.isEndless)
    let meanwhile = try Scenario.steps(
      "open e = eventfd\nregister e readable\nmeanwhile write e 1\nwait -> nothing\nwait forever")
    #expect(Oracle().conflicts(in: meanwhile) == [])
  }
}
