import Foundation
import Testing

@testable import ConformanceSuite

@Suite("Steps that can never be done")
struct StepsInVainTests {
  /// What a file with these steps is refused with; nil if it is not.
  private func refusal(_ steps: String...) throws -> String? {
    let folder = try TemporaryFolder()
    let head = ["purpose Test.", "cites law:live", "open e = eventfd"]
    let file = try folder.create("test.scenario", (head + steps).joined(separator: "\n"))
    do {
      _ = try Catalogue().select([file.path])
      return nil
    } catch let error as ScenarioError {
      return "\(error.line):\(error.column): \(error.message)"
    }
  }

  @Test("what is to be done during a wait is refused if none follows")
  func meanwhile() throws {
    let message = "expected a wait after this step, during which it can be done, found none"
    #expect(try refusal("register e readable", "wait", "meanwhile write e 1") == "6:1: " + message)
    #expect(try refusal("register e readable", "meanwhile write e 1", "end") == "5:1: " + message)
    #expect(try refusal("meanwhile second wake", "end") == "4:1: " + message)
    #expect(try refusal("register e readable", "meanwhile write e 1", "wait forever") == nil)
    #expect(try refusal("register e readable", "meanwhile write e 1", "second collect 2") == nil)
    #expect(try refusal("register e readable", "meanwhile write e 1", "on e: wait") == nil)
  }

  @Test("what is to be done on a loop is refused behind its end, but for a wake")
  func ended() throws {
    func message(_ step: String) -> String {
      "expected a step on an object or 'wake' after the loop's 'end' in line 5, found '\(step)'"
    }
    let register = "register e readable"
    for step in ["wait", "collect 2", "modify e none", "deregister e", "schedule t at 1ms", "embed", "end"] {
      #expect(try refusal(register, "end", "write e 1", step) == "7:1: " + message(step))
    }
    #expect(try refusal(register, "end", "wake", "write e 1", "close e") == nil)
    #expect(try refusal(register, "second end", "wait") == nil)
    #expect(try refusal(register, "second end", "second wait") == "6:1: " + message("second wait"))
    // Whether the event comes is not known before.
    #expect(try refusal(register, "on e: end", "wait", "wait") == nil)
  }

  @Test("shipped scenarios have none, and generated programs may have them")
  func others() throws {
    #expect(try !Catalogue().scenarios.isEmpty)
    let source = "purpose Test.\ncites law:live\nend\nwait"
    #expect(try ScenarioParser.parse(source, id: "test", file: "file").steps.count == 2)
  }
}
