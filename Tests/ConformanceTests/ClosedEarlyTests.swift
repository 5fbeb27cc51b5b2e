import EventLoopAPI
import Testing

@testable import ConformanceSuite

@Suite("What follows from a registered descriptor that was closed, and from wakes that are shown")
struct ClosedEarlyTests {
  /// How the outcomes of a scenario's steps, `done` where nothing is given, stand to what the model allows.
  private func standings(_ steps: String, _ observed: [Int: String]) throws -> [Oracle.Standing] {
    let scenario = try Scenario.line(steps)
    let outcomes = scenario.steps.indices.map { observed[$0 + 1].map(Outcome.init(text:)) ?? .done }
    return Oracle().standings(of: scenario, observed: outcomes)
  }

  private static let namedAgain =
    "open a = eventfd; open b = dup a; register a readable; close a; wait; open c = dup b reusing a; "

  @Test("a loop may have ended it, so that it cannot be changed, and is in nobody's way")
  func ended() throws {
    let modified = try standings(
      Self.namedAgain + "modify a none; wait", [5: "nothing", 7: "ENOENT", 8: "nothing"])
    #expect(modified[6] == .permitted(.closedEarly) && modified[7] == .linux)
    let other = try standings(Self.namedAgain + "modify a none", [5: "nothing", 7: "EPERM"])
    #expect(other[6] == .different)
    let added = try standings(
      Self.namedAgain + "register c readable; write b 1; wait", [5: "nothing", 9: "c: readable"])
    #expect(added[6] == .permitted(.closedEarly) && added[8] == .linux)
    let unseen = Self.namedAgain.replacing("wait; ", with: "")
    #expect(
      try standings(unseen + "modify a none", [6: "ENOENT"])[5] == .different, "no wait has found it closed")
  }

  @Test("an edge may be repeated whenever the set may have been made anew, and not otherwise")
  func repeatedEdges() throws {
    let steps = "open a b = pipe; open c = dup a; register a readable; register b writable edge; %wait; wait"
    let ghost = steps.replacing("%", with: "close a; deregister a; ")
    #expect(try standings(ghost, [7: "b: writable", 8: "b: writable"])[7] == .permitted(.repeatedEdge))
    let plain = steps.replacing("%", with: "deregister a; ")
    #expect(try standings(plain, [6: "b: writable", 7: "b: writable"])[6] == .different)
  }

  @Test("a wake that was told may take a place of the next batch if the loop's own descriptor was asked for")
  func wakeLeft() throws {
    let steps = "open a b = unix-stream; register a writable; register b writable; %wake; wait; wait"
    func last(_ asked: String, _ second: String) throws -> Oracle.Standing? {
      var scenario = try Scenario.line(steps.replacing("%", with: asked))
      scenario.batchCapacity = 2
      let count = scenario.steps.count
      var outcomes: [Outcome?] = Array(repeating: .done, count: count)
      if asked != "" { outcomes[3] = .word("ready") }
      outcomes[count - 2] = Outcome(text: "a: writable, b: writable, wake")
      outcomes[count - 1] = Outcome(text: second)
      return Oracle().standings(of: scenario, observed: outcomes).last
    }
    #expect(try last("embed; ", "a: writable") == .permitted(.wakePlace))
    #expect(try last("embed; ", "nothing") == .different)
    #expect(try last("", "a: writable") == .different)
  }

  @Test("a number that has come to something else cannot be used again until that is closed")
  func takenNumber() throws {
    let line = "open a = eventfd; close a; open b = eventfd reusing a; open c = eventfd reusing a"
    let scenario = try Scenario.line(line)
    #expect(Oracle().prediction(for: scenario).last == .word("the number of a is taken"))
    #expect(try Backend("kernel", KernelWitness.self).run(scenario).last == .word("the number of a is taken"))
  }

  @Test("a listener or a source that is closed is refused, whatever has its number")
  func closedNames() throws {
    let line =
      "open a = unix-listener; close a; open b = unix-listener reusing a; connect c to a; accept d from a; "
      + "open e = dup a"
    let scenario = try Scenario.line(line)
    let refused: [Outcome?] = Array(repeating: .word("EBADF"), count: 3)
    #expect(Oracle().prediction(for: scenario).suffix(3) == refused[...])
    #expect(try Backend("kernel", KernelWitness.self).run(scenario).suffix(3) == refused[...])
  }
}
