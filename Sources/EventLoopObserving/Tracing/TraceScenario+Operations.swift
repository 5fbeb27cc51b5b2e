internal import EventLoopAPI

extension TraceScenario {
  /// The steps of one operation.
  mutating func step(_ record: TraceRecord) -> [String] {
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

  /// Makes the object of a file.
  private mutating func open(_ place: Int) -> [String] {
    let file = trace.allFiles[place]
    let object = TracedObject(file, number: objects.count + 1)
    guard let opening = object.opening else {
      return ["# descriptor \(file.descriptor) is \(file.name), for which there is no word: it is left out"]
    }
    guard numbers + object.numbers <= Self.mostNumbers else {
      return [
        "# descriptor \(file.descriptor) is \(file.name): a replay has no room for more, it is left out"
      ]
    }
    numbers += object.numbers
    objects[place] = object
    return ["# \(object.name) is descriptor \(file.descriptor), \(file.name)", opening]
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
