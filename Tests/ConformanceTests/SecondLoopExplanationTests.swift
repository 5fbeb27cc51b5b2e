import Testing

@testable import ConformanceSuite

@Suite("Explanations of two loops")
struct SecondLoopExplanationTests {
  private func explain(_ steps: String) throws -> Explanation {
    Explanation(try Scenario.steps(steps), [])
  }

  private func text(_ explanation: Explanation) -> String {
    let report = ExplanationReport(environment: .current(), backends: [], scenarios: [explanation])
    return ExplanationText(report).text
  }

  private static let watched = """
    open a b = unix-stream
    register a readable
    second register a readable edge
    write b 1
    second wait
    """

  @Test("both loops' trees and ready lists are shown, each step by its own loop's")
  func instances() throws {
    let explanation = try explain(Self.watched)
    #expect(explanation.steps[3].state?.instances.map(\.name) == [nil, "second"])
    #expect(explanation.steps[3].state?.instances.map(\.ready) == [["a"], ["a"]])
    #expect(explanation.steps[4].state?.instances.map(\.ready) == [["a"], []])
    let queue = try #require(explanation.steps[3].state?.files.first?.queues.first)
    #expect(queue.waiting.map(\.instance) == ["second", nil])
    #expect(
      explanation.steps[3].why == "The write woke a's queue for reading: a joined the second loop's ready "
        + "list, a joined the ready list.")
    #expect(
      explanation.steps[4].why == "a was polled, found readable and reported; edge items are not put back.")
    let text = text(explanation)
    for row in [
      "tree of second  a  black  readable edge", "queue of a      the second loop's a, the loop's a",
      "cost             1 of 1 entry touched", "ready of second  empty",
    ] {
      #expect(text.contains(row), "\(row)")
    }
  }

  @Test("timers and wakes are told by their loops, and a single loop has none of a second")
  func besideTheKernel() throws {
    let explanation = try explain("schedule t at 1ms\nsecond schedule t at 2ms\nsecond wake\nsecond wait")
    let states = explanation.steps.compactMap(\.state)
    #expect(states[2].timers.map(\.loop) == [nil, "second"])
    #expect(states.map(\.secondWakeIsWanted) == [false, false, true, false])
    #expect(states.allSatisfy { !$0.wakeIsWanted })
    let text = text(explanation)
    #expect(text.contains("timers of second  t at 2ms") && text.contains("wake of second  not wanted"))
    let single = try explain("open e = eventfd\nregister e readable\nwake\nend")
    #expect(single.steps.allSatisfy { $0.state?.secondWakeIsWanted == nil })
    #expect(!self.text(single).contains("second"))
    #expect(single.steps.last?.state?.instances == [])
  }

  @Test("a wait says what it slept for, and who has used up a wake")
  func sleeping() throws {
    let explanation = try explain(
      """
      open r w = pipe
      register r readable exclusive
      second register r readable exclusive
      meanwhile second wake
      wait 5ms
      meanwhile write w 1
      wait forever
      second wait
      """)
    let reasons = explanation.steps.map(\.why)
    #expect(reasons[4] == "Nothing was ready, also after step 4, so the wait slept until its limit.")
    #expect(reasons[6]?.hasPrefix("Nothing was ready, so the wait slept until step 6; r was polled") == true)
    #expect(
      explanation.steps[5].journal.map(\.event) == ["wake", "callback", "waiterWoken"])
    #expect(reasons[7]?.contains("another exclusive entry has used up the wake of r") == true)
  }

  @Test("what may be allowed of a wait has nothing to do with steps on the other loop's deliveries")
  func alternatives() throws {
    let explanation = try explain(
      """
      open a b = unix-stream
      register a writable
      register b writable
      second perhaps on a: deregister b
      wait
      """)
    #expect(explanation.steps[4].allowed == ["a: writable, b: writable"])
    #expect(explanation.steps[4].anyOrder)
  }
}
