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

  /// The files of which no more is written, as what was seen of them has no steps.
  private var leftOut: Set<Int> = []

  /// Whether the loop's queue is as it was: not between a full batch and the next that is not.
  private var isCertain = true

  /// The file that had a descriptor's number last.
  private var owners: [CInt: Int] = [:]

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

  private mutating func bringAbout(_ file: Int) -> [String] {
    guard let state = states.removeValue(forKey: file), isFollowed(file) else { return [] }
    let steps = objects[file]?.steps(to: state.readiness, bytes: state.bytes) ?? []
    return objects[file]?.leftOut == nil ? steps : leaveOut(file)
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
      guard let name = object(record) else { return [comment(record, "modify")] }
      if record.isDone { arm(record) }
      return [refusable("modify \(name) \(record.words)", record)]
    case .deregister:
      guard let name = object(record) else { return [comment(record, "deregister")] }
      if record.isDone { objects[Int(record.file)]?.isRegistered = false }
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
    var steps = objects[file] == nil ? open(file) : []
    guard isFollowed(file) else { return steps.isEmpty ? [comment(record, "register")] : steps }
    steps += bringAbout(file)
    guard isFollowed(file), let name = objects[file]?.name else { return steps }
    if record.isDone {
      arm(record)
      objects[file]?.isRegistered = true
      objects[file]?.token = record.token
    }
    return steps + [refusable("register \(name) \(record.words)", record)]
  }

  /// Makes the object of a file, and closes the one whose number it has.
  private mutating func open(_ place: Int) -> [String] {
    let file = trace.allFiles[place]
    let object = TracedObject(file, number: objects.count + 1)
    guard let opening = object.opening else {
      return ["# descriptor \(file.descriptor) is \(file.name), for which there is no word: it is left out"]
    }
    objects[place] = object
    let former = owners.updateValue(place, forKey: file.descriptor).flatMap { objects[$0] }
    let closing = former.map { $0.isRegistered ? [] : $0.closing } ?? []
    return closing + ["# \(object.name) is descriptor \(file.descriptor), \(file.name)", opening]
  }

  private mutating func arm(_ record: TraceRecord) {
    objects[Int(record.file)]?.interest = Interest(rawValue: record.bits)
    objects[Int(record.file)]?.trigger = Trigger(rawValue: record.bits)
    objects[Int(record.file)]?.isArmed = true
  }

  /// The name of what is modified or deregistered; nil if there is no word for it.
  private func object(_ record: TraceRecord) -> String? {
    guard isFollowed(Int(record.file)), let object = objects[Int(record.file)] else { return nil }
    // By a name only its present registration can be meant.
    return object.isRegistered && object.token != record.token ? nil : object.name
  }

  private func comment(_ record: TraceRecord, _ operation: String) -> String {
    "# \(operation) of what is left out, or was registered before"
      + (record.isDone ? "" : " -> \(ErrorCode(rawValue: record.code))")
  }

  private func refusable(_ step: String, _ record: TraceRecord) -> String {
    record.isDone ? step : "\(step) -> \(ErrorCode(rawValue: record.code))"
  }
}

extension TraceScenario {
  /// Whether there are steps for a file, so that the loop is to tell of it.
  private func isFollowed(_ file: Int) -> Bool { objects[file] != nil && !leftOut.contains(file) }

  /// Ends what is written of a file: better nothing than what contradicts the model though the loop is right.
  private mutating func leaveOut(_ file: Int) -> [String] {
    guard leftOut.insert(file).inserted, let object = objects[file] else { return [] }
    let comment = "# \(object.name) is left out from here: \(object.leftOut ?? "")"
    objects[file]?.isRegistered = false
    return [comment] + (object.isRegistered ? ["deregister \(object.name)"] : [])
  }

  /// Leaves out what was modified while its event was unread, where what is told then takes the same order in
  /// the batch: less of it is told, or nothing, or a registration that is armed anew is spent.
  private mutating func leaveOutUnread(in batch: [TraceRecord], fresh: Set<UInt32>) {
    let hidden = Set(batch.lazy.filter(hides).map(\.file))
    for (place, record) in batch.enumerated() where record.kind == .modify && record.isDone {
      let file = Int(record.file)
      guard isFollowed(file), let object = objects[file], let readiness = object.readiness else { continue }
      let asked = readiness.intersection(object.interest.readiness)
      let isUndecided: Bool
      if let telling = batch.firstIndex(where: { $0.kind == .ready && $0.file == record.file }) {
        let isSpent = Trigger(rawValue: record.bits).contains(.oneShot)
        isUndecided = telling > place && (isSpent || Readiness(rawValue: batch[telling].bits) != asked)
      } else {
        let isQuiet = !object.trigger.isDisjoint(with: [.edge, .oneShot]) && !object.isArmed
        let isUnread = !asked.isEmpty && (!isQuiet || fresh.contains(record.file))
        isUndecided = isUnread && !hidden.contains(record.file)
      }
      guard isUndecided else { continue }
      objects[file]?.leaveOut("it was modified while its event was unread")
      lines += leaveOut(file)
    }
  }

  /// What was done while a batch was read, with its place in any order of the batch: on the delivery of what it
  /// is done to, or where that is not told of before or behind the wait.
  private mutating func operations(in batch: [TraceRecord]) -> (before: [String], after: [String]) {
    var (before, after): ([String], [String]) = ([], [])
    let told = Set(batch.lazy.filter { $0.kind == .ready }.map(\.file))
    var hidings: [UInt32: Int] = [:]
    for (place, record) in batch.enumerated() where hides(record) { hidings[record.file] = place }
    var registered: Set<UInt32> = []
    for (place, record) in batch.enumerated() where !record.isEvent {
      let isOnFile = record.kind == .register || record.kind == .modify || record.kind == .deregister
      let name = objects[Int(record.file)]?.name ?? ""
      let steps = step(record)
      if !isOnFile || !record.isDone {
        after += steps
      } else if !told.contains(record.file), let hiding = hidings[record.file], place <= hiding {
        before += steps
      } else if told.contains(record.file), record.kind != .register, !registered.contains(record.file) {
        before += steps.map { $0.hasPrefix("#") ? $0 : "on \(name): \($0)" }
      } else {
        if record.kind == .register { registered.insert(record.file) }
        after += steps
      }
    }
    return (before, after)
  }

  /// Whether an operation keeps an unread event of its file from being told.
  private func hides(_ record: TraceRecord) -> Bool {
    guard record.isDone, let object = objects[Int(record.file)] else { return false }
    let asked = Interest(rawValue: record.bits).readiness
    return record.kind == .deregister
      || record.kind == .modify && object.readiness?.isDisjoint(with: asked) == true
  }
}

extension Interest {
  /// All that may be told of what is registered for it.
  fileprivate var readiness: Readiness { Readiness(self).union([.hangup, .error]) }
}

extension TraceRecord {
  fileprivate var isEvent: Bool { kind == .ready || kind == .timer || kind == .wake }

  /// Whether it may stand for one of a batch's places: an event, or what keeps one from being told.
  fileprivate var takesPlace: Bool {
    kind == .ready || kind == .wake || kind == .modify || kind == .deregister
  }

  fileprivate var state: (readiness: Readiness, bytes: Int) { (Readiness(rawValue: bits), Int(bytes)) }

  /// What is asked for, in the words of the language.
  fileprivate var words: String {
    let trigger = Trigger(rawValue: bits)
    return Interest(rawValue: bits).description + (trigger.isEmpty ? "" : " \(trigger.description)")
  }
}
