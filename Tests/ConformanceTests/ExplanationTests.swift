import EpollModel
import Testing

@testable import ConformanceSuite

@Suite("Explanations")
struct ExplanationTests {
  private static func explain(_ id: String) throws -> Explanation {
    let scenario = try Catalogue(directory: SourceTree.scenarios).scenarios.first { $0.id == id }
    return Explanation(try #require(scenario), [])
  }

  private static func text(_ explanation: Explanation) -> String {
    let report = ExplanationReport(environment: .current(), backends: [], scenarios: [explanation])
    return ExplanationText(report).text
  }

  @Test("every scenario is explained in 100 columns, each wait with its reason, and every name is known")
  func everyScenario() throws {
    for scenario in try Catalogue(directory: SourceTree.scenarios).scenarios {
      let explanation = Explanation(scenario, [])
      let lines = Self.text(explanation).split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.allSatisfy { $0.count <= 100 && $0.last != " " }, "\(scenario.id)")
      for (step, explained) in zip(scenario.steps, explanation.steps) {
        #expect(!step.action.isWait || explained.why?.isEmpty == false, "\(scenario.id) \(step.text)")
        let words = explained.why ?? ""
        for unknown in ["?", "a former entry", "without a name", "  ", ". ", ";;", "was refused"] {
          #expect(!words.contains(unknown), "\(scenario.id) \(step.text): \(words)")
        }
        let names = explained.journal.map(\.name) + (explained.state?.instances.flatMap(\.ready) ?? [])
        #expect(!names.contains("?"), "\(scenario.id) \(step.text)")
      }
    }
  }

  @Test("what is explained is what the oracle predicts")
  func prediction() throws {
    for scenario in try Catalogue(directory: SourceTree.scenarios).scenarios {
      var execution = StepwiseExecution(scenario)
      for index in scenario.steps.indices { execution.begin(index) }
      var outcomes = [Outcome?](repeating: nil, count: scenario.steps.count)
      for doing in execution.takeDone() { outcomes[doing.step] = doing.outcome }
      #expect(outcomes == Oracle().prediction(for: scenario), "\(scenario.id)")
    }
  }

  @Test(
    "data that arrives while data is unread is an arrival under edge, on every kind of object",
    arguments: [
      ("edge/new-bytes-behind-old-pipe", 5), ("edge/new-bytes-behind-old-socket", 5),
      ("edge/new-bytes-behind-old-tcp", 5), ("edge/datagrams-behind-datagrams", 8),
      ("edge/new-bytes-behind-old-eventfd", 5), ("edge/records-behind-records", 5),
    ])
  func unreadData(_ id: String, _ number: Int) throws {
    let explanation = try Self.explain(id)
    let (write, wait) = (explanation.steps[number - 1], explanation.steps[number])
    #expect(
      try #require(write.why).hasSuffix(
        "joined the ready list, although what came before is unread: "
          + "the callback runs at every arrival, not only at the first."))
    #expect(write.journal.contains { $0.event == "callback" && $0.outcome == "joined" })
    #expect(wait.allowed.count == 1 && wait.allowed[0].hasSuffix(": readable"))
    #expect(try #require(wait.why).hasSuffix("edge items are not put back."))
  }

  @Test(
    "the sentence names the rule",
    arguments: [
      ("level/unread-data-repeats", "level items go back to the list's tail"),
      ("level/partial-read-repeats", "level items go back to the list's tail"),
      ("one-shot/reported-once", "oneShot disarmed it until modified"),
      ("one-shot/reported-once", "is disarmed, so its callback did nothing"),
      ("edge/partial-read-is-silent", "an edge item is listed only when its queue is woken"),
      ("edge/drained-before-the-wait", "was listed, but its poll found nothing, so it was dropped"),
      ("edge/eventfd-own-read-unwatched", "asks for nothing of that"),
      ("one-shot/rearmed-while-ready", "Modifying polls the file again"),
      ("lifetime/ghost-beside-the-living", "still refers to the file, so the entry of r stays"),
      ("lifetime/closed-while-registered", "No descriptor of the file is left, so the entry of"),
      ("lifetime/ghost-beside-the-living", "the kernel keeps the entry: a ghost"),
      ("lifetime/ghost-beside-the-living", "the loop made its instance anew"),
      ("nested/two-deep", "that woke those who poll n: n joined m's ready list"),
      ("nested/cycle", "Instances would watch each other in a circle"),
      ("registration/exclusive-cannot-change", "An exclusive registration cannot be modified"),
      ("registration/twice", "The tree has an entry for this file under this number already"),
      ("deregistration/of-each-other", "no longer wanted when its turn came"),
      ("rearming/interest-kept-in-the-batch", "Within a batch the loop only notes the new interest"),
      ("embedding/collected-over-the-limit", "the batch holds 1, so b stays at the head"),
      ("level/wait-ends-when-data-comes", "so the wait slept until step 3"),
      ("wakes/coalesce", "wakes coalesce into one"),
      ("edge/unread-is-kept", "collected nothing, and kept the rest of it"),
    ])
  func rule(_ id: String, _ words: String) throws {
    let sentences = try Self.explain(id).steps.compactMap(\.why)
    #expect(sentences.contains { $0.contains(words) }, "\(sentences)")
  }

  @Test("what a wait in the middle of a batch has told is not said to have been unwanted")
  func waitWithinABatch() throws {
    let steps = try Self.explain("edge/unread-is-kept").steps
    #expect(steps.compactMap(\.why).allSatisfy { !$0.contains("no longer wanted") })
    #expect(steps.suffix(3).map(\.allowed) == [["b: readable"], ["a: readable"], ["nothing"]])
  }

  @Test("a step on delivery tells in which wait it was done, and one that was not done says so")
  func onDelivery() throws {
    let explanation = try Self.explain("deregistration/of-each-other")
    #expect(explanation.steps[4].doneIn == 7 && explanation.steps[4].state == nil)
    #expect(explanation.steps[5].doneIn == nil && explanation.steps[5].allowed.isEmpty)
    let text = Self.text(explanation)
    #expect(text.contains("5  perhaps on a: deregister b (done in step 7)\n"))
    #expect(
      text.contains("6  perhaps on b: deregister a (not done: it is for an event that does not come)\n"))
  }

  @Test("what else the model allows stands behind what Linux does")
  func alternatives() throws {
    let handlers = try Self.explain("deregistration/remade-in-the-batch")
    #expect(handlers.steps[8].allowed == ["a: readable", "b: readable"])
    let order = try Self.explain("nested/same-object-inside-and-out")
    #expect(order.steps[6].allowed == ["a: readable, n: readable"] && order.steps[6].anyOrder)
    let single = try Self.explain("edge/partial-read-is-silent")
    #expect(single.steps[3].allowed == ["a: readable"] && !single.steps[3].anyOrder)
  }

  @Test("the tree is drawn with its structure, and long words are broken")
  func drawing() throws {
    let names = "abcdefg".map(String.init)
    let steps = names.map { "open \($0) = eventfd\nregister \($0) readable" }.joined(separator: "\n")
    let state = try #require(Explanation(try Scenario.steps(steps), []).steps.last?.state)
    #expect(
      TreeText(state.instances[0].tree).lines == [
        "╭ a      black  readable",
        "b        black  readable",
        "│ ╭ c    black  readable",
        "╰ d      red    readable",
        "  │ ╭ e  red    readable",
        "  ╰ f    black  readable",
        "    ╰ g  red    readable",
      ])
    #expect(
      Wrapping.lines("one two " + String(repeating: "x", count: 12), width: 8) == [
        "one two", "xxxxxxxx", "xxxx",
      ])
  }
}
