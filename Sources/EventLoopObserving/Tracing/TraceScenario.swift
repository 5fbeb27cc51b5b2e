internal import EventLoopAPI

/// A trace as a scenario: a text in the language of docs/scenario-language.md.
struct TraceScenario {
  let trace: Trace
  let identity: BackendIdentity

  var lines: [String] = []
  var objects: [Int: TracedObject] = [:]
  var timers: [UInt64: String] = [:]
  var timerCount = 0

  /// What the kernel said last of each file, where that is still to be brought about.
  var states: [Int: (readiness: Readiness, bytes: Int)] = [:]

  /// The files of which something new has come that is still to be brought about.
  var news: Set<Int> = []

  /// The files of which no more is written, as what was seen of them has no steps.
  var leftOut: Set<Int> = []

  /// How many numbers for descriptors a replay needs; with most systems' limit of 1024 it has so many.
  var numbers = 0
  static let mostNumbers = 900

  /// Whether the loop's queue is as it was: not between a full batch and the next that is not.
  var isCertain = true

  /// The timers that were told, which are scheduled when they are.
  let toldTimers: Set<UInt64>

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
    // A batch that was not read to its end goes on in the next wait.
    while end < trace.records.count, trace.records[end].kind != .end { end += 1 }
    let batch = trace.records[firstEvent..<end].filter { $0.kind != .wait && $0.kind != .state }
    let isFull = batch.count(where: \.takesPlace) >= trace.batchCapacity
    var told = batch.filter(\.isEvent)
    lines += stepsBefore(told, states, next: toldNext(after: end))
    if isFull, isCertain {
      lines.append(
        "# A full batch: what comes first, and what of the rest then, is left open until one is not.")
    }
    isCertain = isCertain && !isFull
    if isCertain { leaveOutUnread(in: batch, fresh: Set(states.lazy.filter(\.isNews).map(\.file))) }
    told.removeAll { $0.kind == .ready && !isFollowed(Int($0.file)) }
    for record in told where record.kind == .ready { objects[Int(record.file)]?.isArmed = false }
    let (before, after) = isCertain ? operations(in: batch) : ([], batch.flatMap { step($0) })
    lines += before
    lines += step(of: told, hasEnd: end < trace.records.count, isFull: isFull)
    lines += after
    return min(end + 1, trace.records.count)
  }

  /// The wait itself.
  private mutating func step(of told: [TraceRecord], hasEnd: Bool, isFull: Bool) -> [String] {
    let events = told.map { describe($0) }
    // What several batches tell has no order, nor has what one does in the contract.
    let step = told.count { $0.kind == .ready } > 1 ? "collect 1" : "wait"
    guard isCertain else {
      if isFull || !hasEnd { return ["collect 1"] }
      // Here nothing is left to be told, and so it is to be there.
      isCertain = true
      return ["collect \(objects.values.count(where: \.isRegistered) / trace.batchCapacity + 2)"]
    }
    guard hasEnd else {
      return ["# Of this batch no more is recorded than: " + events.joined(separator: ", "), step]
    }
    return ["\(step) -> " + (events.isEmpty ? "nothing" : events.joined(separator: ", "))]
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
    for file in news.union(self.states.keys).sorted() where !(late.contains(file) && isReady(file)) {
      steps += stepsToTell(file)
    }
    return steps
  }

  /// Whether a file that the loop is silent of is ready, so that it may have become so after the loop's look
  /// and before the tracer's: then the next wait tells of it.
  private func isReady(_ file: Int) -> Bool {
    guard let object = objects[file], let state = states[file] else { return true }
    return !state.readiness.isDisjoint(with: object.interest.readiness)
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
    var steps = bringAbout(file)
    guard isFollowed(file), var object = objects[file] else { return steps }
    let isNews = steps.contains(where: object.isNews)
    guard hasNews, object.trigger.contains(.edge), !object.isArmed, !isNews else { return steps }
    steps += object.stepsToRepeat()
    objects[file] = object
    return object.leftOut == nil ? steps : leaveOut(file)
  }

  mutating func bringAbout(_ file: Int) -> [String] {
    guard let state = states.removeValue(forKey: file), isFollowed(file) else { return [] }
    let steps = objects[file]?.steps(to: state.readiness, bytes: state.bytes) ?? []
    return objects[file]?.leftOut == nil ? steps : leaveOut(file)
  }

  mutating func timerName(_ token: UInt64) -> String {
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
  /// Whether there are steps for a file, so that the loop is to tell of it.
  func isFollowed(_ file: Int) -> Bool { objects[file] != nil && !leftOut.contains(file) }

  /// Ends what is written of a file: better nothing than what contradicts the model though the loop is right.
  mutating func leaveOut(_ file: Int) -> [String] {
    guard leftOut.insert(file).inserted, let object = objects[file] else { return [] }
    let comment = "# \(object.name) is left out from here: \(object.leftOut ?? "")"
    objects[file]?.isRegistered = false
    return [comment] + (object.isRegistered ? ["deregister \(object.name)"] : [])
  }
}

extension Interest {
  /// All that may be told of what is registered for it.
  var readiness: Readiness { Readiness(self).union([.hangup, .error]) }
}
