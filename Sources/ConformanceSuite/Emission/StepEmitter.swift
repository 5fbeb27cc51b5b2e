internal import EventLoopAPI

/// Writes steps as expressions of C that lead to a text, which is what the step led to.
struct StepEmitter {
  let target: EmissionTarget

  /// Whether a wait takes its limit.
  let isBlocking: Bool

  var objects = EmittedObjects()

  /// The address of the loop that the step is for.
  private var loop = Self.variable(.first)

  init(target: EmissionTarget, isBlocking: Bool) {
    self.target = target
    self.isBlocking = isBlocking
  }

  /// The address of a loop's variable.
  static func variable(_ loop: ScenarioLoop) -> String {
    switch loop {
    case .first: "&loop"
    case .second: "&second"
    }
  }

  /// The variable with an object's descriptor.
  static func variable(_ name: String) -> String {
    name.replacing("-", with: "_") + "_fd"
  }

  /// A step's expression.
  ///
  /// - Throws: ``EmissionError`` if there is nothing in C for it.
  mutating func expression(for step: Step, number: Int) throws(EmissionError) -> String {
    defer { objects.note(step) }
    loop = Self.variable(step.loop)
    do throws(EmissionError) {
      return try expression(for: step.action)
    } catch {
      throw EmissionError(step: number, line: step.line, message: error.message)
    }
  }

  private func expression(for action: Action) throws(EmissionError) -> String {
    switch action {
    case .object(let name, let operation): return expression(for: operation, on: name)
    case .register, .modify, .deregister, .schedule, .cancel, .wake, .wait, .collect, .embed, .end:
      return try onLoop(action)
    case .signals(let span): return "outcome(interrupt_every(\(span ?? 0)))"
    default: return Self.outcome(of: calls(for: action))
    }
  }

  /// Calls one after the other, as long as they succeed.
  static func outcome(of calls: [String]) -> String {
    guard calls.count > 1 else { return "outcome(\(calls.first ?? "0"))" }
    let tests = calls.map { ($0.contains(" = ") ? "(\($0))" : $0) + " < 0" }
    return "outcome(\(tests.joined(separator: " || ")) ? -1 : 0)"
  }
}

extension StepEmitter {
  private func onLoop(_ action: Action) throws(EmissionError) -> String {
    switch action {
    case .register(let name, let interest, let trigger):
      return "add(\(loop), \"\(name)\", \(Self.variable(name)), \(try flags(interest, trigger)))"
    case .modify(let name, let interest, let trigger):
      return "modify(\(loop), \"\(name)\", \(try flags(interest, trigger)))"
    case .deregister(let name): return "delete(\(loop), \"\(name)\")"
    case .schedule(let names, let microseconds):
      // Only the last has anything to say, as scheduling is not refused.
      let calls = names.map { "schedule(\(loop), \"\($0)\", \(microseconds))" }
      return calls.count == 1 ? calls[0] : "(" + calls.joined(separator: ", ") + ")"
    case .cancel(let name): return "cancel(\(loop), \"\(name)\")"
    case .wake(.here): return "wake(\(loop))"
    case .wake(.thread): return "wake_from_thread(\(loop))"
    case .wake(.signal): return "wake_from_signal(\(loop))"
    case .wait(let limit): return "collect(\(loop)\(isBlocking ? ", " + Self.microseconds(limit) : ""))"
    case .collect(let count): return "collect_together(\(loop), \(count))"
    case .embed: return "is_ready(\(loop))"
    default: return "end_loop(\(loop))"
    }
  }

  private static func microseconds(_ limit: WaitLimit) -> String {
    switch limit {
    case .poll: "0"
    case .forever: "-1"
    case .microseconds(let span): "\(span)"
    }
  }

  /// An interest and a trigger as the target's constants.
  private func flags(_ interest: Interest, _ trigger: Trigger) throws(EmissionError) -> String {
    switch target {
    case .epoll: return Self.epollFlags(interest.rawValue | trigger.rawValue)
    case .libuv:
      guard trigger == .level else {
        throw EmissionError(message: "libuv has no registrations that are \(trigger); --backend epoll has")
      }
      return Self.union([
        (interest.contains(.readable), "UV_READABLE"), (interest.contains(.writable), "UV_WRITABLE"),
        (interest.contains(.priority), "UV_PRIORITIZED"), (interest.contains(.peerClosed), "UV_DISCONNECT"),
      ])
    }
  }

  /// The kernel's bits as its constants.
  static func epollFlags(_ events: UInt32) -> String {
    let (interest, trigger) = (Interest(rawValue: events), Trigger(rawValue: events))
    return union([
      (interest.contains(.readable), "EPOLLIN"), (interest.contains(.writable), "EPOLLOUT"),
      (interest.contains(.priority), "EPOLLPRI"), (interest.contains(.peerClosed), "EPOLLRDHUP"),
      (trigger.contains(.edge), "EPOLLET"), (trigger.contains(.oneShot), "EPOLLONESHOT"),
      (trigger.contains(.wakeUp), "EPOLLWAKEUP"), (trigger.contains(.exclusive), "EPOLLEXCLUSIVE"),
    ])
  }

  private static func union(_ flags: [(isThere: Bool, name: String)]) -> String {
    let names = flags.filter(\.isThere).map(\.name)
    return names.isEmpty ? "0" : names.joined(separator: " | ")
  }
}
