internal import EventLoopAPI

extension ScenarioParser {
  /// The words that begin a step, as an error names them.
  static let stepWords =
    [
      "open", "write", "read", "peek", "drain", "fill", "shutdown", "close", "reset", "connect", "accept",
      "refuse", "send", "receive", "send-urgent", "read-urgent", "take-error", "read-error", "set",
      "end-line", "arm", "raise", "reap", "change", "nest", "unnest",
      "harvest", "mode", "signals",
    ] + loopWords + ["on", "perhaps", "meanwhile", "second"]

  /// Those of them that begin a step on a loop.
  static let loopWords = [
    "register", "modify", "deregister", "schedule", "cancel", "wake", "wait", "collect", "embed", "end",
  ]

  /// Reads what a step does, up to its expectation.
  mutating func parseAction(
    _ reader: inout LineReader, on loop: ScenarioLoop
  ) throws(ScenarioError) -> Action {
    let word = try reader.take("a step")
    switch word.text {
    case "open": return try parseOpen(&reader)
    case "connect":
      let client = try parseNewName(&reader)
      try reader.expect("to")
      let listener = try parseObject(&reader)
      objects.insert(client)
      return .connect(client: client, listener: listener)
    case "accept":
      let name = try parseNewName(&reader)
      try reader.expect("from")
      let listener = try parseObject(&reader)
      objects.insert(name)
      return .accept(name: name, listener: listener)
    case "send":
      let name = try parseObject(&reader)
      try reader.expect("over")
      return .send(name, over: try parseObject(&reader))
    case "receive":
      let name = try parseNewName(&reader)
      try reader.expect("from")
      let socket = try parseObject(&reader)
      objects.insert(name)
      return .receive(name: name, socket: socket)
    case "nest":
      let epoll = try parseObject(&reader)
      let target = try parseObject(&reader)
      let (interest, trigger) = try parseFlags(&reader)
      return .nest(epoll: epoll, target: target, events: interest.rawValue | trigger.rawValue)
    case "unnest":
      return .unnest(epoll: try parseObject(&reader), target: try parseObject(&reader))
    case "set": return try parseSet(&reader)
    case "signals":
      if reader.takeIf("off") { return .signals(everyMicroseconds: nil) }
      try reader.expect("every")
      return .signals(everyMicroseconds: try reader.takeSpan())
    default:
      if let action = try parseLoopAction(word.text, on: loop, &reader) { return action }
      if let operation = try parseObjectOperation(word.text, &reader) { return operation }
      throw reader.error(
        "expected a step (\(Self.stepWords.joined(separator: ", "))), found '\(word.text)'", at: word)
    }
  }

  private mutating func parseLoopAction(
    _ word: String, on loop: ScenarioLoop, _ reader: inout LineReader
  ) throws(ScenarioError) -> Action? {
    switch word {
    case "register":
      let name = try parseObject(&reader)
      let (interest, trigger) = try parseFlags(&reader)
      registered.insert(NameOnLoop(name, loop))
      return .register(name, interest, trigger)
    case "modify":
      let name = try parseRegistered(&reader, on: loop)
      let (interest, trigger) = try parseFlags(&reader)
      return .modify(name, interest, trigger)
    case "deregister": return .deregister(try parseRegistered(&reader, on: loop))
    case "schedule": return try parseSchedule(&reader, on: loop)
    case "cancel":
      let name = try reader.take("a timer")
      guard timers.contains(NameOnLoop(name.text, loop)) else {
        throw reader.error("there is no timer '\(name.text)'", at: name)
      }
      return .cancel(name.text)
    case "wake":
      guard reader.takeIf("from") else { return .wake(.here) }
      return .wake(
        try reader.takeCase("'thread' or 'signal'", among: ["thread": .thread, "signal": .signal]))
    case "wait": return try parseWait(&reader)
    case "collect": return .collect(try reader.takeNumber("a number of batches", in: 1...100_000))
    case "embed": return .embed
    case "end": return .end
    default: return nil
    }
  }

  private func parseObjectOperation(
    _ word: String, _ reader: inout LineReader
  ) throws(ScenarioError) -> Action? {
    let simple: [String: ObjectOperation] = [
      "drain": .drain, "fill": .fill, "close": .close, "reset": .reset, "refuse": .refuse,
      "send-urgent": .sendUrgent, "read-urgent": .readUrgent, "take-error": .takeError,
      "read-error": .readError, "end-line": .endLine, "raise": .raise,
      "reap": .reap, "change": .change, "harvest": .harvest, "mode": .mode,
    ]
    if let operation = simple[word] {
      return .object(try parseObject(&reader), operation)
    }
    switch word {
    case "write":
      return .object(try parseObject(&reader), .write(try reader.takeNumber("a count", in: 0...100_000_000)))
    case "read":
      return .object(try parseObject(&reader), .read(try reader.takeNumber("a count", in: 1...100_000_000)))
    case "peek":
      return .object(try parseObject(&reader), .peek(try reader.takeNumber("a count", in: 1...100_000_000)))
    case "arm":
      return .object(try parseObject(&reader), .arm(microseconds: try reader.takeSpan()))
    case "shutdown":
      let name = try parseObject(&reader)
      let halves = Dictionary(
        uniqueKeysWithValues: ObjectOperation.Half.allCases.map { ($0.rawValue, $0) })
      return .object(name, .shutdown(try reader.takeCase("'read', 'write' or 'both'", among: halves)))
    default: return nil
    }
  }

  private mutating func parseOpen(_ reader: inout LineReader) throws(ScenarioError) -> Action {
    var names: [String] = []
    let first = reader.next
    repeat {
      let word = reader.next
      let name = try parseNewName(&reader)
      guard !names.contains(name) else { throw reader.error("there is a '\(name)' already", at: word) }
      names.append(name)
    } while reader.next.map { $0.text != "=" } ?? false
    try reader.expect("=")
    let (kind, count) = try parseKind(&reader)
    guard names.count == count else {
      let wanted = count == 1 ? "one name" : "two names"
      throw reader.error("expected \(wanted) for this kind, found \(names.count)", at: first)
    }
    let options = try parseOptions(&reader)
    objects.formUnion(names)
    if isFIFO(kind) { fifos.formUnion(names) }
    return .open(names: names, kind: kind, options: options)
  }

  /// Reads a kind, and says how many objects it makes.
  private func parseKind(
    _ reader: inout LineReader
  ) throws(ScenarioError) -> (kind: ObjectKind, count: Int) {
    if reader.takeIf("dup") { return (.dup(of: try parseObject(&reader)), 1) }
    if reader.takeIf("fifo-reader") { return (.fifoReader(of: try parseFIFO(&reader)), 1) }
    if reader.takeIf("fifo-writer") { return (.fifoWriter(of: try parseFIFO(&reader)), 1) }
    let kinds = Dictionary(uniqueKeysWithValues: ObjectKind.Plain.allCases.map { ($0.rawValue, $0) })
    let list = ObjectKind.Plain.allCases.map(\.rawValue).joined(separator: ", ")
    let plain = try reader.takeCase("a kind (\(list), dup, fifo-reader, fifo-writer)", among: kinds)
    return (.plain(plain), plain.count)
  }

  private func isFIFO(_ kind: ObjectKind) -> Bool {
    switch kind {
    case .plain(let plain): plain == .fifo
    case .dup(let original): fifos.contains(original)
    case .fifoReader, .fifoWriter: true
    }
  }

  private func parseOptions(_ reader: inout LineReader) throws(ScenarioError) -> OpenOptions {
    var options = OpenOptions()
    while let word = reader.next, word.text != "->" {
      _ = try reader.take("an option")
      switch word.text {
      case "blocking": options.isBlocking = true
      case "semaphore": options.isSemaphore = true
      case "canonical": options.isCanonical = true
      case "reusing": options.reusing = try parseObject(&reader)
      default:
        guard word.text.hasPrefix("initial="), let value = UInt32(word.text.dropFirst(8))
        else {
          throw reader.error(
            "expected an option ('blocking', 'reusing NAME', 'initial=N', 'semaphore', 'canonical'), "
              + "found '\(word.text)'", at: word)
        }
        options.initial = Int(value)
      }
    }
    return options
  }

  private mutating func parseSchedule(
    _ reader: inout LineReader, on loop: ScenarioLoop
  ) throws(ScenarioError) -> Action {
    var names: [String] = []
    repeat {
      names.append(try parseTimerName(&reader, on: loop))
    } while reader.next.map { $0.text != "at" } ?? false
    try reader.expect("at")
    return .schedule(names, microseconds: try reader.takeSpan())
  }

  private func parseWait(_ reader: inout LineReader) throws(ScenarioError) -> Action {
    if reader.isAtEnd || reader.next?.text == "->" { return .wait(.poll) }
    if reader.takeIf("forever") { return .wait(.forever) }
    return .wait(.microseconds(try reader.takeSpan()))
  }

  private func parseSet(_ reader: inout LineReader) throws(ScenarioError) -> Action {
    let name = try parseObject(&reader)
    if reader.takeIf("urgent-inline") { return .object(name, .setUrgentInline) }
    if reader.takeIf("error-queue") { return .object(name, .setErrorQueue) }
    guard reader.takeIf("low-water") else {
      throw reader.unexpected("'low-water', 'urgent-inline' or 'error-queue'")
    }
    return .object(name, .setLowWater(try reader.takeNumber("a number of bytes", in: 1...100_000_000)))
  }
}
