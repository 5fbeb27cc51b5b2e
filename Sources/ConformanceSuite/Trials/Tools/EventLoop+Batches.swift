internal import EventLoopAPI

extension EventLoop where Self: ~Copyable {
  /// A limit for what must come: only a loop that is broken reaches it.
  var patience: Wait { .until(now + .seconds(5)) }

  /// Waits, and reads all that the wait has brought.
  mutating func batch(_ limit: Wait) throws(LoopError) -> [Event] {
    try wait(limit)
    var events: [Event] = []
    while let event = next() { events.append(event) }
    return events
  }

  /// All that is told up to a wake, or until nothing comes for as long as there is patience.
  mutating func eventsBeforeWake() throws(LoopError) -> [Event] {
    var events: [Event] = []
    while true {
      let batch = try batch(patience)
      events += batch.filter { $0 != .wake }
      if batch.isEmpty || batch.contains(.wake) { return events }
    }
  }

  /// What a wait is told of a registration: its readiness in words, or `nothing`.
  mutating func told(of token: Token, _ limit: Wait) throws(LoopError) -> String {
    for case .ready(token, let readiness) in try batch(limit) { return readiness.description }
    return "nothing"
  }
}

extension Event {
  /// Whether it is about a descriptor.
  var isReadiness: Bool {
    if case .ready = self { true } else { false }
  }
}
