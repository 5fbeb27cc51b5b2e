import Testing

@testable import ConformanceSuite

@Suite("The second loop in the scenario language")
struct SecondLoopLanguageTests {
  private static let setting =
    "open a b = pipe\nregister a readable\nsecond register b writable\nschedule t at 1ms\n"
    + "second schedule u at 1ms"

  private func step(_ text: String) throws -> Step {
    try #require(try Scenario.steps("\(Self.setting)\n\(text)").steps.last)
  }

  @Test(
    "the word is for what follows it: a step, or a delivery",
    arguments: [
      ("wait", .first, .inTurn), ("second wait", .second, .inTurn),
      ("second register a readable", .second, .inTurn), ("second modify b none", .second, .inTurn),
      ("second deregister b", .second, .inTurn), ("second schedule t at 2ms", .second, .inTurn),
      ("second cancel u", .second, .inTurn), ("second wake from thread", .second, .inTurn),
      ("second collect 2", .second, .inTurn), ("second embed", .second, .inTurn),
      ("second end", .second, .inTurn), ("meanwhile second wake", .second, .meanwhile),
      ("on a: second deregister b", .second, .onDelivery("a", by: .first)),
      ("second on a: deregister a", .first, .onDelivery("a", by: .second)),
      ("second on u: drain a", .first, .onDelivery("u", by: .second)),
      ("second perhaps on wake: second end", .second, .onDelivery("wake", by: .second)),
    ] as [(String, ScenarioLoop, Step.Moment)])
  func loops(text: String, loop: ScenarioLoop, moment: Step.Moment) throws {
    let step = try self.step(text)
    #expect(step.loop == loop)
    #expect(step.moment == moment)
    #expect(step.text == text)
    #expect(step.mayStayUndone == text.contains("perhaps"))
  }

  @Test("a scenario has a second loop if any step means it, and not otherwise")
  func need() throws {
    let one = "open e = eventfd\nregister e readable\non e: wake\nwait"
    #expect(try !Scenario.steps(one).hasSecondLoop)
    for step in ["second wait", "on e: second wake", "second on e: drain e", "meanwhile second wake"] {
      #expect(try Scenario.steps("\(one)\n\(step)").hasSecondLoop, "\(step)")
    }
  }

  @Test("a timer of each loop may have the same name, and an expectation is about the loop's own")
  func timers() throws {
    #expect(try step("second schedule t at 1ms").action == .schedule(["t"], microseconds: 1000))
    #expect(try step("second wait -> timer u").expected.map(\.description) == ["timer u"])
  }

  /// A refusal in the line behind the setting.
  private func refuse(_ text: String, _ message: String) {
    Refusal.steps("\(Self.setting)\n\(text)", "8:" + message).check()
  }

  @Test(
    "anything but a step on a loop is refused behind the word",
    arguments: [
      ("second write b 1", 8, "write"), ("second open c = eventfd", 8, "open"),
      ("second signals off", 8, "signals"), ("second meanwhile wake", 8, "meanwhile"),
      ("second second wait", 8, "second"), ("second peek", 8, "peek"),
    ])
  func others(text: String, column: Int, word: String) {
    refuse(text, "\(column): expected \(Self.loopSteps), on, perhaps) after 'second', found '\(word)'")
  }

  @Test("behind a moment there is no other moment, and no end of the line")
  func momentsWithin() {
    refuse("on a: second on b: drain a", "14: expected \(Self.loopSteps)) after 'second', found 'on'")
    refuse("meanwhile second write b 1", "18: expected \(Self.loopSteps)) after 'second', found 'write'")
    refuse("second", "7: expected \(Self.loopSteps), on, perhaps) after 'second', found the end of the line")
    refuse("on a: second wait 1ms", "14: of the waits only a plain 'wait' can be done on a delivery")
    refuse("meanwhile second end", "18: expected a step on one object or 'wake' after 'meanwhile'")
  }

  @Test("what one loop has registered or scheduled is nothing to the other")
  func names() {
    refuse("second modify a readable", "15: 'a' was never registered")
    refuse("deregister b", "12: 'b' was never registered")
    refuse("second cancel t", "15: there is no timer 't'")
    refuse("cancel u", "8: there is no timer 'u'")
    refuse("on u: drain a", "4: there is no object or timer 'u'")
    refuse("wait -> timer u", "15: there is no timer 'u'")
    refuse("open u = eventfd", "6: there is a 'u' already")
    refuse("open second = eventfd", "6: expected a new object's name, found 'second'")
  }

  private static let loopSteps =
    "a step on a loop (register, modify, deregister, schedule, cancel, wake, wait, collect, embed, end"
}
