import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The probe")
struct ProbeTests {
  @Test("every state parses, watches an object, and has a name and a making of its own")
  func states() throws {
    for state in ObjectState.all {
      let (before, _) = try state.parsed()
      #expect(!before.isEmpty && state.steps.count { $0.hasPrefix("watch ") } == 1, "\(state.name)")
      #expect(state.watched != "" && state.description != "")
    }
    #expect(Set(ObjectState.all.map(\.name)).count == ObjectState.all.count)
    #expect(Set(ObjectState.all.map(\.steps)).count == ObjectState.all.count)
  }

  @Test("what stands behind 'watch' happens while the object is watched")
  func changes() throws {
    let state = ObjectState("a/b", "", "open r w = pipe", "watch r", "write w 1")
    let (before, after) = try state.parsed()
    #expect(before.map(\.text) == ["open r w = pipe"])
    #expect(after.map(\.text) == ["write w 1"])
    #expect(state.changes)
    #expect(!ObjectState("a/b", "", "open r w = pipe", "watch r").changes)
  }

  @Test("names and globs choose states, in the order of all, and one that fits nothing is refused")
  func selecting() throws {
    #expect(try ObjectState.select([]) == ObjectState.all)
    #expect(
      try ObjectState.select(["tcp/idle", "udp/*", "udp/idle"]).map(\.name) == [
        "tcp/idle", "udp/idle", "udp/refused",
      ])
    #expect(throws: ProbeError.unknownState("udp/*/*")) { try ObjectState.select(["udp/idle", "udp/*/*"]) }
  }

  @Test("a state that ends the worker costs one row")
  func crash() throws {
    // Without a signalfd the signal is not blocked, and ends the process.
    let rows = try look([
      ObjectState("a/before", "", "open e = eventfd", "watch e"),
      ObjectState("a/crash", "", "open e = eventfd", "raise e", "watch e"),
      ObjectState("a/after", "", "open e = eventfd initial=1", "watch e"),
    ])
    #expect(rows.map(\.result) == [.answered, .crashed, .answered])
    #expect(rows[1].reason == "SIGUSR2")
    #expect(rows[1].answers == [])
    #expect(rows[2].answers.map(\.told) == [[["IN", "OUT"], ["IN", "OUT"], ["IN", "OUT"]]])
  }

  @Test("a state that hangs costs one row")
  func hang() throws {
    let rows = try look(
      [
        ObjectState("a/hang", "", "open t = timerfd", "arm t 1h", "watch t"),
        ObjectState("a/after", "", "open r w = pipe", "watch r"),
      ], timeLimit: .seconds(1))
    #expect(rows.map(\.result) == [.timedOut, .answered])
    #expect(rows[1].answers.map(\.told) == [[nil, nil, nil]])
  }

  @Test("a state that cannot be made, or not be watched, is refused with the reason")
  func refusal() throws {
    let rows = try look([
      ObjectState("a/step", "", "open r w = pipe", "close r", "write w 1", "watch w"),
      ObjectState("a/watch", "", "open n = null", "watch n"),
      ObjectState("a/later", "", "open r w = pipe", "watch w", "close r", "write w 1"),
      ObjectState("a/loop", "", "open r w = pipe", "wait", "watch w"),
      ObjectState("a/moment", "", "open r w = pipe", "meanwhile write w 1", "watch w"),
      ObjectState("a/words", "", "open r = pipe", "watch r"),
      ObjectState("a/nothing", "", "open r w = pipe"),
    ])
    #expect(rows.allSatisfy { $0.result == .refused && $0.answers.isEmpty })
    #expect(rows[0].reason == "write w 1: EPIPE")
    #expect(rows[1].reason == "epoll_wait: EPERM")
    #expect(rows[2].reason == "write w 1: EPIPE")
    #expect(rows[3].reason == "wait: not a step on objects")
    #expect(rows[4].reason == "meanwhile write w 1: not a step on objects")
    #expect(rows[5].reason?.contains("expected two names for this kind") == true)
    #expect(rows[6].reason?.contains("not opened") == true)
  }

  @Test("a program that does not know the probe is unavailable")
  func unknownProbe() throws {
    var program = WorkerProgram.conformance
    program.backend = "kqueue"
    #expect(throws: SuiteError.self) { try Prober([]).table(by: program) }
  }

  private func look(
    _ states: [ObjectState], timeLimit: Duration = .seconds(20)
  ) throws -> [ProbeReport.Row] {
    var prober = Prober(states)
    prober.timeLimit = timeLimit
    return try prober.table(by: .conformance).rows
  }
}

extension WorkerProgram {
  /// The built command as the worker that looks with epoll.
  fileprivate static let conformance = WorkerProgram(
    backend: "epoll_wait", executable: CommandRun.products.appendingPathComponent("conformance").path,
    advice: "")
}

@Suite("The text of a probe")
struct ProbeTextTests {
  private func text(_ told: [[String]?], questions: [[String]] = [["READABLE"], ["WRITABLE"]]) -> String {
    var row = ProbeReport.Row(state: "a/b", description: "words", steps: [], result: .answered)
    row.answers = questions.map { ProbeReport.Answer(asked: $0, told: told) }
    let table = ProbeReport.Table(
      name: "m", mechanism: "M", version: "1", questions: questions, rows: [row])
    let line = ProbeText(Prober.report([table])).text.split(separator: "\n").last ?? ""
    return line.split(separator: " ").joined(separator: " ")
  }

  @Test("flags are letters in a table of several questions, and words in a table of one")
  func spelling() {
    #expect(text([["READABLE", "WRITABLE"]]) == "a/b RW RW words")
    #expect(text([["READABLE", "WRITABLE"]], questions: [["READABLE"]]) == "a/b READABLE+WRITABLE words")
    #expect(text([nil, nil], questions: [["READABLE"]]) == "a/b nothing words")
  }

  @Test("an answer that changes is told as often as it changes; an error is expected to be told once")
  func turns() {
    #expect(text([["READABLE"], ["READABLE"]]) == "a/b R R words")
    #expect(text([["READABLE"], nil, nil]) == "a/b R>. R>. words")
    #expect(text([nil, ["READABLE"], nil]) == "a/b .>R>. .>R>. words")
    #expect(text([[], []]) == "a/b () () words")
    #expect(text([["ERROR"], nil, nil]) == "a/b E E words")
    #expect(text([["ERROR"], ["ERROR"]]) == "a/b E>E E>E words")
    #expect(text([["ERROR"], ["READABLE"]]) == "a/b E>R E>R words")
  }
}
