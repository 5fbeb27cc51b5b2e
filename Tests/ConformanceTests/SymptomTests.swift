import Testing

@testable import ConformanceSuite

@Suite("By what a disagreement shows")
struct SymptomTests {
  private static let pipe = "open r w = pipe; open q v = pipe; register r readable; register q readable"

  /// The symptom of a program whose last step led to something, and the others to what the model says.
  private func symptom(_ line: String, last: String?, leaks: [String] = []) throws -> Symptom? {
    let scenario = try Scenario.line(line)
    var outcomes = Oracle().prediction(for: scenario)
    outcomes[outcomes.count - 1] = last.map(Outcome.init(text:))
    return Symptom(scenario, RunResult(.finished, outcomes: outcomes, leaks: leaks))
  }

  @Test(
    "a wait's says what there is too much and what is missing, and names nothing",
    arguments: [
      ("close w; wait", "nothing", "wait: not told: hangup"),
      ("write w 1; close w; wait", "r: readable", "wait: no hangup"),
      ("close w; wait", "r: readable", "wait: also readable, no hangup"),
      ("close w; wait", "r: readable hangup", "wait: also readable"),
      ("write w 1; wait", "r: readable, r: readable", "wait: told too: readable"),
      ("write w 1; wait", "r: readable, wake", "wait: told too: wake"),
      ("write w 1; wait", "r: readable, q: writable", "wait: told too: writable"),
      ("write w 1; wait", "timer t (early), r: readable", "wait: told too: timer"),
      (
        "deregister q; write w 1; wait", "r: readable, q (ended): readable",
        "wait: told too: readable of an ended registration"
      ),
      ("wait", "an endless batch", "wait: told too: an endless batch"),
      ("wake; wait", "nothing", "wait: not told: wake"),
      ("wake; write w 1; wait", "wake, r: readable", "wait: another order"),
      ("write v 1; wait 5ms", "nothing", "wait: not told: readable"),
    ])
  func wait(steps: String, seen: String, text: String) throws {
    let symptom = try #require(try symptom("\(Self.pipe); \(steps)", last: seen))
    #expect(symptom.text == text)
    #expect(symptom.step == 3 + steps.split(separator: ";").count)
  }

  @Test("another step's says what it led to, and what it would have")
  func otherSteps() throws {
    #expect(
      try symptom("\(Self.pipe); register r none", last: "done")?.text == "register: done instead of EEXIST")
    #expect(
      try symptom("\(Self.pipe); modify r none", last: "ENOENT")?.text == "modify: ENOENT instead of done")
    #expect(try symptom("\(Self.pipe); deregister q", last: nil)?.text == "deregister: not done")
    #expect(try symptom("\(Self.pipe); on r: wake", last: "done")?.text == "wake: done, and must not be")
  }

  @Test("the first step that differs counts")
  func first() throws {
    let scenario = try Scenario.line("\(Self.pipe); write w 1; wait; wake; wait")
    var outcomes = Oracle().prediction(for: scenario)
    outcomes[5] = .nothing
    outcomes[7] = .nothing
    let symptom = try #require(Symptom(scenario, RunResult(.finished, outcomes: outcomes, leaks: ["a pipe"])))
    #expect(symptom.text == "wait: not told: readable" && symptom.step == 5)
  }

  @Test("what the model allows has none")
  func none() throws {
    let both = "\(Self.pipe); write v 1; write w 1; wait"
    #expect(try symptom(both, last: "q: readable, r: readable") == nil)
    #expect(try symptom(both, last: "r: readable, q: readable") == nil)
  }

  @Test("a run as a whole has the symptom of its end, and of what it left open")
  func wholeRun() throws {
    let scenario = try Scenario.line("wake; wait")
    let crash = try #require(Symptom(scenario, RunResult(.crashed("SIGABRT"))))
    #expect(crash.text == "crashed SIGABRT" && crash.step == nil)
    #expect(crash != Symptom(scenario, RunResult(.crashed("SIGSEGV"))))
    #expect(Symptom(scenario, RunResult(.timedOut))?.text == "timedOut")
    let leak = try #require(try symptom("wake; wait", last: "wake", leaks: ["pipe", "socket"]))
    #expect(leak.text == "leak: pipe" && leak.step == nil)
  }

  @Test(
    "the same with other conditions that were asked for has the same cause",
    arguments: [
      ("wait: no readable", "wait: no writable", true),
      ("wait: not told: readable", "wait: not told: writable hangup", false),
      ("wait: not told: readable", "wait: no readable", false),
      ("wait: also priority", "wait: also peerClosed", true),
      ("wait: no readable, no writable", "wait: no peerClosed", true),
      ("wait: also readable writable", "wait: also readable", true),
      ("wait: no hangup", "wait: no readable", false), ("wait: no readable", "wait: also readable", false),
      ("wait: no readable", "collect: no readable", false),
      ("wait: also readable", "wait: also readable of an ended registration", false),
      ("wait: no hangup", "wait: no hangup, no readable", false), ("timedOut", "crashed SIGABRT", false),
    ])
  func cause(one: String, other: String, isSame: Bool) {
    #expect((Symptom.cause(of: one) == Symptom.cause(of: other)) == isSame)
  }
}
