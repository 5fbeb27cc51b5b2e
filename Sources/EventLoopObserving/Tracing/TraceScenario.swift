internal import EventLoopAPI

/// A trace as a scenario: a text in the language of docs/scenario-language.md.
struct TraceScenario {
  private let trace: Trace
  private let identity: BackendIdentity

  private var lines: [String] = []
  private var objects: [Int: TracedObject] = [:]
  private var timers: [UInt64: String] = [:]
  private var timerCount = 0

  /// What the kernel said last of each file, where that is still to be brought about.
  private var states: [Int: (readiness: Readiness, bytes: Int)] = [:]

  /// The files of which something new has come that is still to be brought about.
  private var news: Set<Int> = []

  /// The timers that were told, which are scheduled when they are.
  private let toldTimers: Set<UInt64>

  init(_ trace: Trace, of identity: BackendIdentity) {
    self.trace = trace
    self.identity = identity
    toldTimers = Set(trace.records.lazy.filter { $0.kind == .timer }.map(\.token))
  }

  /// The scenario, with a comment for all that has no words.
  var text: String {
    var writer = self
    writer.write()
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func write() {
    lines = [
      "# traced on: \(identity.name) (\(identity))",
      "# Times are not reproduced: a timer is due where it was told, and a wait does not block.",
    ]
    if trace.dropped > 0 { lines.append("# The trace ends here for want of room: \(trace.dropped) more.") }
    lines += ["purpose  What an application did with a loop, and what it was told.", "cites    law:flags"]
    if trace.batchCapacity != 256 { lines.append("batch    \(trace.batchCapacity)") }
    lines.append("")
    var position = 0
    while position < trace.records.count {
      if trace.records[position].kind == .wait {
        position = writeWait(from: position)
      } else {
        lines += step(trace.records[position])
        position += 1
      }
    }
  }

  /// Writes a wait with what comes before it, and returns the place behind what was told by it.
  private mutating func writeWait(from start: Int) -> Int {
    var end = start + 1
    while end < trace.records.count, trace.records[end].kind == .state { end += 1 }
    let states = trace.records[(start + 1)..<end]
    let firstEvent = end
    // Operations between two events belong to the delivery of the first; a batch that was not read to its end
    // goes on in the next wait.
    while end < trace.records.count, trace.records[end].kind != .end { end += 1 }
    let batch = trace.records[firstEvent..<end].filter { $0.kind != .wait && $0.kind != .state }
    var told = batch.filter(\.isEvent)
    told.removeAll { $0.kind == .ready && objects[Int($0.file)] == nil }
    lines += stepsBefore(told, states, next: toldNext(after: end))
    lines += reactions(in: batch)
    let events = told.map { describe($0) }
    // What several batches tell has no order, nor has what one does in the contract.
    let step = told.count { $0.kind == .ready } > 1 ? "collect 1" : "wait"
    if end < trace.records.count {
      lines.append("\(step) -> " + (events.isEmpty ? "nothing" : events.joined(separator: ", ")))
    } else {
      lines += ["# Of this batch no more is recorded than: " + events.joined(separator: ", "), step]
    }
    for record in told where record.kind == .ready { objects[Int(record.file)]?.isArmed = false }
    return min(end + 1, trace.records.count)
  }

  /// The steps that bring about what the kernel said at a wait, those first whose news were told first.
  private mutating func stepsBefore(
    _ told: [TraceRecord], _ states: ArraySlice<TraceRecord>, next: Set<Int>
  ) -> [String] {
    for state in states {
      self.states[Int(state.file)] = state.state
      if state.isNews { news.insert(Int(state.file)) }
    }
    var late = next
    var steps: [String] = []
    for record in told {
      switch record.kind {
      case .ready:
        late.remove(Int(record.file))
        steps += stepsToTell(Int(record.file))
      case .timer:
        let name = timerName(record.token)
        steps.append("schedule \(name) at 0us")
      case .wake: steps.append("wake")
      default: break
      }
    }
    // What came after the loop's look, and before the tracer's, is told by the next wait.
    for file in news.union(self.states.keys).sorted() where !late.contains(file) {
      steps += stepsToTell(file)
    }
    return steps
  }

  /// The files that the next wait tells of.
  private func toldNext(after end: Int) -> Set<Int> {
    guard end < trace.records.count,
      let wait = trace.records[end...].firstIndex(where: { $0.kind == .wait })
    else { return [] }
    let batch = trace.records[wait...].prefix { $0.kind != .end }
    return Set(batch.lazy.filter { $0.kind == .ready }.map { Int($0.file) })
  }

  /// The steps that bring about what was seen of a file, and that something new has come if it has.
  private mutating func stepsToTell(_ file: Int) -> [String] {
    let hasNews = news.remove(file) != nil
    guard var object = objects[file] else { return [] }
    let bytes = object.bytes
    let steps = bringAbout(file)
    object = objects[file] ?? object
    let isNews = steps.contains { !$0.hasPrefix("#") && !$0.hasPrefix("read ") } || object.bytes > bytes
    guard hasNews, object.trigger.contains(.edge), !object.isArmed, !isNews else { return steps }
    let again = object.stepsToRepeat()
    objects[file] = object
    return steps + again
  }

  private mutating func bringAbout(_ file: Int) -> [String] {
    guard let state = states.removeValue(forKey: file) else { return [] }
    return objects[file]?.steps(to: state.readiness, bytes: state.bytes) ?? []
  }

  /// What was done between two events of a batch, to be done on the delivery of the first of them.
  private mutating func reactions(in batch: [TraceRecord]) -> [String] {
    var steps: [String] = []
    var subject: String?
    for record in batch {
      if record.isEvent {
        subject = record.kind == .ready ? objects[Int(record.file)]?.name : describe(record).withoutKind
        continue
      }
      for step in step(record) {
        let isLoops = !step.hasPrefix("#") && !step.hasPrefix("open")
        steps.append(isLoops ? subject.map { "on \($0): \(step)" } ?? step : step)
      }
    }
    return steps
  }

  private mutating func timerName(_ token: UInt64) -> String {
    if let name = timers[token] { return name }
    timerCount += 1
    timers[token] = "t\(timerCount)"
    return "t\(timerCount)"
  }

  private mutating func describe(_ event: TraceRecord) -> String {
    switch event.kind {
    case .ready:
      "\(objects[Int(event.file)]?.name ?? "unknown"): \(Readiness(rawValue: event.bits).description)"
    case .timer: "timer \(timerName(event.token))"
    default: "wake"
    }
  }
}

extension TraceScenario {
  /// The steps of one operation.
  private mutating func step(_ record: TraceRecord) -> [String] {
    switch record.kind {
    case .register: return registering(record)
    case .modify:
      guard let name = object(record, "modify") else { return [comment(record, "modify")] }
      if record.isDone { arm(record) }
      return [refusable("modify \(name) \(record.words)", record)]
    case .deregister:
      guard let name = object(record, "deregister") else { return [comment(record, "deregister")] }
      return [refusable("deregister \(name)", record)]
    case .schedule:
      return toldTimers.contains(record.token) ? [] : ["schedule \(timerName(record.token)) at 1h"]
    case .cancel:
      let isKnown = timers[record.token] != nil
      guard isKnown else { return ["# a timer was cancelled that is told later, or was never scheduled"] }
      return ["cancel \(timerName(record.token))" + (record.isDone ? "" : " -> spent")]
    case .refusedWait: return ["# a wait was refused: \(ErrorCode(rawValue: record.code))"]
    case .state:
      states[Int(record.file)] = record.state
      return []
    case .wait, .ready, .timer, .wake, .end: return []
    }
  }

  private mutating func registering(_ record: TraceRecord) -> [String] {
    let file = Int(record.file)
    guard trace.allFiles.indices.contains(file) else { return [comment(record, "register")] }
    var steps: [String] = []
    if objects[file] == nil {
      let object = TracedObject(trace.allFiles[file], number: objects.count + 1)
      guard let opening = object.opening else {
        let file = trace.allFiles[file]
        return ["# descriptor \(file.descriptor) is \(file.name), for which there is no word: it is left out"]
      }
      steps.append("# \(object.name) is descriptor \(object.file.descriptor), \(object.file.name)")
      steps.append(opening)
      objects[file] = object
    }
    steps += bringAbout(file)
    guard let name = objects[file]?.name else { return steps }
    if record.isDone { arm(record) }
    return steps + [refusable("register \(name) \(record.words)", record)]
  }

  private mutating func arm(_ record: TraceRecord) {
    objects[Int(record.file)]?.interest = Interest(rawValue: record.bits)
    objects[Int(record.file)]?.trigger = Trigger(rawValue: record.bits)
    objects[Int(record.file)]?.isArmed = true
  }

  private func object(_ record: TraceRecord, _ operation: String) -> String? {
    objects[Int(record.file)]?.name
  }

  private func comment(_ record: TraceRecord, _ operation: String) -> String {
    "# \(operation) of what is left out" + (record.isDone ? "" : " -> \(ErrorCode(rawValue: record.code))")
  }

  private func refusable(_ step: String, _ record: TraceRecord) -> String {
    record.isDone ? step : "\(step) -> \(ErrorCode(rawValue: record.code))"
  }
}

extension TraceRecord {
  fileprivate var isEvent: Bool { kind == .ready || kind == .timer || kind == .wake }

  fileprivate var state: (readiness: Readiness, bytes: Int) { (Readiness(rawValue: bits), Int(bytes)) }

  /// What is asked for, in the words of the language.
  fileprivate var words: String {
    let trigger = Trigger(rawValue: bits)
    return Interest(rawValue: bits).description + (trigger.isEmpty ? "" : " \(trigger.description)")
  }
}

extension String {
  /// The name of a timer, or of the wake, without what says that it is one.
  fileprivate var withoutKind: String { hasPrefix("timer ") ? String(dropFirst(6)) : self }
}
