import Testing

@testable import ConformanceSuite

@Suite("A scenario that is written anew")
struct ScenarioTextTests {
  @Test("every scenario of the catalogue is read back as it was")
  func catalogue() throws {
    let scenarios = try Catalogue().scenarios
    #expect(scenarios.count > 300)
    for scenario in scenarios {
      let copy = try scenario.readBack()
      #expect(copy.steps.map(\.content) == scenario.steps.map(\.content), "\(scenario.id)")
      #expect(copy.purpose == scenario.purpose && copy.citations == scenario.citations)
      #expect(copy.neededFeatures == scenario.neededFeatures)
      #expect(copy.batchCapacity == scenario.batchCapacity)
    }
  }

  @Test(
    "outcomes that have no word of the language are read back",
    arguments: [
      "open a b = pipe; write b 9 -> \"only 3 bytes\"",
      "open a b = pipe; read a 9 -> \"only 3 bytes\" or EAGAIN or end",
      "open a b = pipe; register a readable; wait -> \"a (ended): readable, timer (stranger)\"",
      "open a b = pipe; register a readable; wait -> \"an early return\" or a: readable hangup or nothing",
      "schedule t at 1ms; wait -> \"timer t (early), wake\"",
    ])
  func quoted(_ line: String) throws {
    let scenario = try Scenario.line(line)
    #expect(try scenario.readBack().steps.map(\.content) == scenario.steps.map(\.content))
    #expect(scenario.text().contains("\""))
  }

  @Test(
    "a step is written as one would write it",
    arguments: [
      "open a = eventfd reusing e initial=3 semaphore", "open d = dup e", "open p q = unix-stream blocking",
      "register e none edge oneShot", "modify e readable writable priority peerClosed exclusive",
      "schedule t u at 0us", "schedule t at 1500us", "wait 2ms", "wait 3s", "wait 4h", "wait", "wait forever",
      "second wake from thread", "wake from signal", "wake", "collect 3", "embed", "end", "second end",
      "signals every 1ms", "signals off", "perhaps on e: deregister e", "second perhaps on wake: second wake",
      "on e: second register e readable", "second on wake: close e", "meanwhile write e 1", "meanwhile wake",
      "shutdown e both", "set e low-water 5", "set e urgent-inline", "arm e 7us", "take-error e", "mode e",
      "peek e 2", "set e error-queue", "read-error e", "end-line e", "send e over e", "receive f from e",
      "open m s = pty canonical", "open m s = inotify",
    ])
  func step(_ step: String) throws {
    let scenario = try Scenario.line("open e = eventfd; register e readable; \(step)")
    #expect(scenario.steps.last?.written == step)
  }

  @Test("a step that is done is written without an outcome, and another's stays")
  func usualOutcomes() throws {
    let scenario = try Scenario.line(
      "open e = eventfd; read e 8 -> EAGAIN; register e readable; wait -> nothing; embed -> idle")
    #expect(
      scenario.text(comments: ["One.", ""]) == """
        # One.
        #
        purpose  Test.
        cites    law:test

        open e = eventfd
        read e 8 -> EAGAIN
        register e readable
        wait -> nothing
        embed -> idle

        """)
  }
}
