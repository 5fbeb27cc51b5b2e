import Testing

@testable import ConformanceSuite

@Suite("Programs that are a little smaller")
struct SimplificationTests {
  private func simplifications(_ line: String, batchCapacity: Int? = nil) throws -> [String] {
    try Scenario.line(line, batchCapacity: batchCapacity).simplifications.map(\.line)
  }

  @Test("every simplification of a generated program is one that the parser takes, and is another program")
  func parsing() throws {
    for program in ProgramGenerator.programs(300) {
      for simpler in program.scenario.simplifications {
        #expect(
          simpler.line != program.scenario.line || simpler.batchCapacity != program.scenario.batchCapacity)
        do {
          let copy = try simpler.readBack()
          #expect(copy.steps.map(\.action) == simpler.steps.map(\.action))
        } catch {
          Issue.record("\(error)\n\(simpler.text())")
        }
      }
    }
  }

  @Test("simplifying comes to an end, whichever way it goes")
  func ending() throws {
    var random = RandomNumbers(seed: 1)
    for program in ProgramGenerator.programs(30) {
      var scenario = program.scenario
      var count = 0
      while case let simpler = scenario.simplifications, !simpler.isEmpty {
        scenario = random.one(of: simpler)
        count += 1
        try #require(count < 1000, "\(scenario.line)")
      }
    }
  }

  @Test(
    "what a step leaves behind goes with it",
    arguments: [
      (
        "open a = eventfd; write a 1; wake",
        ["wake", "open a = eventfd; wake", "open a = eventfd; write a 1"]
      ),
      (
        "schedule t at 0us; cancel t; wake",
        ["wake", "schedule t at 0us; wake", "schedule t at 0us; cancel t"]
      ),
    ])
  func looseEnds(line: String, without: [String]) throws {
    #expect(try Set(simplifications(line)).isSuperset(of: without))
  }

  @Test(
    "one thing is taken or lowered",
    arguments: [
      ("wait forever", "wait"), ("wait 5ms", "wait"), ("wait 5ms", "wait 2500us"), ("collect 3", "collect 2"),
      ("collect 3", "wait"), ("wake from thread", "wake"), ("second wake", "wake"),
      ("open a = eventfd initial=4", "open a = eventfd"),
      ("open a = eventfd initial=4", "open a = eventfd initial=3"),
      ("open a = eventfd semaphore", "open a = eventfd"), ("open a b = pipe blocking", "open a b = pipe"),
      ("open a b = unix-stream", "open a b = pipe"), ("open a b = unix-stream", "open b a = pipe"),
      ("open a = timerfd", "open a = eventfd"), ("open a = eventfd; on a: wake", "open a = eventfd; wake"),
      ("open a b = pipe; close b", "open b = eventfd; close b"),
      ("open a b = tcp; reset a", "open a b = tcp; close a"),
      ("open a b = pipe; drain a", "open a b = pipe; read a 1"),
      ("open a b = pipe; fill b", "open a b = pipe; write b 1"),
      ("open a b = tcp; shutdown a both", "open a b = tcp; shutdown a read"),
      ("open a = eventfd; open d = dup a; write d 1", "open a = eventfd; write a 1"),
      ("open a = eventfd; register a readable edge", "open a = eventfd; register a readable"),
      ("open a = eventfd; register a readable writable", "open a = eventfd; register a readable"),
      ("open a = eventfd; register a readable", "open a = eventfd; register a none"),
      ("open a = eventfd; register a writable", "open a = eventfd; register a readable"),
      (
        "open a = eventfd; write a 1; register a readable", "open a = eventfd; register a readable; write a 1"
      ),
      ("second wake; second wait", "wake; wait"), ("meanwhile wake; wait", "wake; wait"),
    ])
  func simplification(of line: String, is simpler: String) throws {
    #expect(try simplifications(line).contains(simpler))
  }

  @Test(
    "what is as simple as can be has none",
    arguments: ["wait", "wake", "embed", "open a = eventfd", "open a b = pipe"])
  func simplest(_ line: String) throws {
    #expect(try simplifications(line).isEmpty)
  }

  @Test("a batch's size goes")
  func batchCapacity() throws {
    let simpler = try Scenario.line("wake; wait", batchCapacity: 2).simplifications
    #expect(simpler.contains { $0.batchCapacity == nil && $0.line == "wake; wait" })
  }

  @Test("names are given in the order of their coming, so that a second time changes nothing")
  func renaming() throws {
    let scenario = try Scenario.line(
      "open q = eventfd; open y a = pipe; schedule late soon at 0us; register a writable; on a: close q; "
        + "open t1 = dup a; cancel soon; on late: write a 1; wait")
    #expect(
      scenario.renamed.line
        == "open a = eventfd; open b c = pipe; schedule t1 t2 at 0us; register c writable; on c: close a; "
        + "open d = dup c; cancel t2; on t1: write c 1; wait")
    #expect(scenario.renamed.renamed == scenario.renamed)
    for program in ProgramGenerator.programs(100, length: 12) {
      let renamed = program.scenario.renamed
      #expect(renamed.renamed == renamed)
      #expect(Oracle().prediction(for: renamed).count == renamed.steps.count)
      #expect(try renamed.readBack().line == renamed.line)
    }
  }
}
