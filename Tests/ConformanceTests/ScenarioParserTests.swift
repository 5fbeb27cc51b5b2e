import EventLoopAPI
import Testing

@testable import ConformanceSuite

@Suite("The scenario language is read as it is described")
struct ScenarioParserTests {
  @Test("a scenario has its headers, its steps with their places, and its text")
  func whole() throws {
    let source = """
      # A comment.
      purpose  Shows, in one sentence: this.  # and a comment
      cites    man:epoll(7)  libuv-issue:#42
      cites    url:https://example.org/a#b

      needs    deadlines edge
      batch    3
      open     a b = unix-stream   # two ends
      wait     -> nothing
      """
    let scenario = try ScenarioParser.parse(source, id: "edge/a", file: "f")
    #expect(scenario.id == "edge/a" && scenario.area == "edge")
    #expect(scenario.purpose == "Shows, in one sentence: this.")
    #expect(scenario.citations == ["man:epoll(7)", "libuv-issue:#42", "url:https://example.org/a#b"])
    #expect(scenario.neededFeatures == ["deadlines", "edge"])
    #expect(scenario.batchCapacity == 3)
    #expect(scenario.source == source)
    #expect(scenario.steps.map(\.line) == [8, 9])
    #expect(scenario.steps.map(\.text) == ["open a b = unix-stream", "wait"])
    #expect(scenario.steps.map(\.moment) == [.inTurn, .inTurn])
  }

  @Test("lines may end as they do on Windows")
  func carriageReturns() throws {
    let source = "# One.\r\npurpose P.\r\ncites law:live\r\n\r\nopen e = eventfd\r\nwait -> nothing\r\n"
    let scenario = try ScenarioParser.parse(source, id: "a", file: "f")
    #expect(scenario.purpose == "P.")
    #expect(scenario.steps.map(\.line) == [5, 6])
  }

  @Test("every kind and option of an object")
  func objects() throws {
    for kind in ObjectKind.Plain.allCases {
      let names = kind.count == 2 ? ["a", "b"] : ["a"]
      let action = try self.action("open \(names.joined(separator: " ")) = \(kind.rawValue)")
      #expect(action == .open(names: names, kind: .plain(kind), options: OpenOptions()))
    }
    var options = OpenOptions()
    options.isBlocking = true
    options.initial = 7
    options.isSemaphore = true
    options.reusing = "x"
    #expect(
      try action("open e = eventfd semaphore initial=7 blocking reusing x", after: "open x = null")
        == .open(names: ["e"], kind: .plain(.eventfd), options: options))
    var canonical = OpenOptions()
    canonical.isCanonical = true
    #expect(
      try action("open m s = pty canonical")
        == .open(names: ["m", "s"], kind: .plain(.pty), options: canonical))
    #expect(
      try action("open d = dup x", after: "open x = null")
        == .open(names: ["d"], kind: .dup(of: "x"), options: OpenOptions()))
    #expect(
      try action("open d = fifo-reader of x", after: "open x y = fifo")
        == .open(names: ["d"], kind: .fifoReader(of: "x"), options: OpenOptions()))
    #expect(
      try action("open d = fifo-writer of z", after: "open x y = fifo\nopen z = dup x")
        == .open(names: ["d"], kind: .fifoWriter(of: "z"), options: OpenOptions()))
  }

  @Test(
    "every step on an object",
    arguments: [
      ("write a 0", .write(0)), ("read a 12", .read(12)), ("drain a", .drain), ("fill a", .fill),
      ("shutdown a read", .shutdown(.read)), ("shutdown a write", .shutdown(.write)),
      ("shutdown a both", .shutdown(.both)), ("close a", .close), ("reset a", .reset), ("refuse a", .refuse),
      ("send-urgent a", .sendUrgent), ("read-urgent a", .readUrgent), ("take-error a", .takeError),
      ("set a low-water 9", .setLowWater(9)), ("set a urgent-inline", .setUrgentInline),
      ("arm a 2ms", .arm(microseconds: 2000)), ("raise a", .raise), ("harvest a", .harvest),
      ("reap a", .reap), ("change a", .change),
      ("mode a", .mode), ("peek a 3", .peek(3)), ("read-error a", .readError),
      ("set a error-queue", .setErrorQueue), ("end-line a", .endLine),
    ] as [(String, ObjectOperation)])
  func objectSteps(text: String, operation: ObjectOperation) throws {
    #expect(try action(text) == .object("a", operation))
  }

  @Test(
    "every other step",
    arguments: [
      ("connect c to a", .connect(client: "c", listener: "a")),
      ("accept s from a", .accept(name: "s", listener: "a")),
      ("send a over b", .send("a", over: "b")), ("receive c from b", .receive(name: "c", socket: "b")),
      ("nest a b readable edge", .nest(epoll: "a", target: "b", events: 0x8000_0001)),
      ("unnest a b", .unnest(epoll: "a", target: "b")),
      ("register b none", .register("b", [], .level)),
      ("register b readable level", .register("b", .readable, .level)),
      (
        "register b edge writable priority peerClosed",
        .register("b", [.writable, .priority, .peerClosed], .edge)
      ),
      ("modify a readable oneShot edge", .modify("a", .readable, [.oneShot, .edge])),
      ("register b readable exclusive wakeUp", .register("b", .readable, [.exclusive, .wakeUp])),
      ("deregister a", .deregister("a")),
      ("schedule u v at 500us", .schedule(["u", "v"], microseconds: 500)),
      ("schedule t at 0us", .schedule(["t"], microseconds: 0)),
      ("schedule u at 2s", .schedule(["u"], microseconds: 2_000_000)),
      ("schedule u at 1h", .schedule(["u"], microseconds: 3_600_000_000)), ("cancel t", .cancel("t")),
      ("wake", .wake(.here)), ("wake from thread", .wake(.thread)), ("wake from signal", .wake(.signal)),
      ("wait", .wait(.poll)), ("wait -> nothing", .wait(.poll)), ("wait 20ms", .wait(.microseconds(20_000))),
      ("wait forever -> wake", .wait(.forever)), ("collect 4", .collect(4)), ("embed -> idle", .embed),
      ("signals every 1ms", .signals(everyMicroseconds: 1000)),
      ("signals off", .signals(everyMicroseconds: nil)), ("end", .end),
    ] as [(String, Action)])
  func otherSteps(text: String, expected: Action) throws {
    #expect(try action(text) == expected)
  }

  @Test(
    "expectations, with the flags in a fixed order",
    arguments: [
      ("wait", []), ("collect 2", []), ("embed", []), ("mode a", []), ("take-error a", []),
      ("write a 1", ["done"]), ("end", ["done"]), ("cancel t", ["done"]), ("wait -> nothing", ["nothing"]),
      ("wait -> a: hangup readable", ["a: readable hangup"]),
      (
        "wait -> a: peerClosed error priority writable, timer t, wake",
        [
          "a: writable priority peerClosed error, timer t, wake"
        ]
      ),
      (
        "wait -> a: readable , b: writable or nothing or wake",
        ["a: readable, b: writable", "nothing", "wake"]
      ),
      ("register b readable -> EEXIST or EBADF", ["EEXIST", "EBADF"]),
      ("read a 1 -> end or EAGAIN", ["end", "EAGAIN"]),
      ("mode a -> blocking", ["blocking"]), ("embed -> ready", ["ready"]), ("cancel t -> spent", ["spent"]),
      ("take-error a -> ECONNRESET", ["ECONNRESET"]),
    ])
  func expectations(text: String, expected: [String]) throws {
    let step = try self.step(text)
    #expect(step.expected.map(\.description) == expected)
    #expect(step.expected.map { Outcome(text: $0.description) } == step.expected)
  }

  @Test(
    "moments",
    arguments: [
      ("on a: deregister a", .onDelivery("a", by: .first)), ("on t: write b 1", .onDelivery("t", by: .first)),
      ("on wake: wake", .onDelivery("wake", by: .first)), ("on a: end", .onDelivery("a", by: .first)),
      ("meanwhile write b 1", .meanwhile),
      ("meanwhile wake", .meanwhile), ("meanwhile close b", .meanwhile),
    ] as [(String, Step.Moment)])
  func moments(text: String, moment: Step.Moment) throws {
    let step = try self.step(text)
    #expect(step.moment == moment)
    #expect(step.text == text)
  }

  @Test("a timer's name may be scheduled again, and an object's name lives on after it is closed")
  func repeatedNames() throws {
    let scenario = try Scenario.steps(
      """
      schedule t at 1ms
      schedule t t at 2ms
      open a b = pipe
      close a
      register a readable -> EBADF
      deregister a -> ENOENT
      """)
    #expect(scenario.steps.count == 6)
  }

  private static let setting = "open a b = pipe\nschedule t at 1ms\nregister a readable"

  private func step(_ text: String) throws -> Step {
    try #require(try Scenario.steps("\(Self.setting)\n\(text)").steps.last)
  }

  /// What a step does, after the setting of the other tests or another one.
  private func action(_ text: String, after setting: String? = nil) throws -> Action {
    let isOpening = text.hasPrefix("open")
    let steps = setting ?? (isOpening ? "" : Self.setting)
    return try #require(try Scenario.steps("\(steps)\n\(text)").steps.last).action
  }
}
