internal import EventLoopAPI
internal import Glibc

extension ScenarioExecution where Loop: ~Copyable {
  /// One event of a batch, as a report names it.
  struct Delivery {
    /// The object's label, or nil for timers, wakes and broken rules.
    var object: String?
    var readiness = Readiness()
    /// What it says without an object.
    var plain = ""

    var text: String { object.map { "\($0): \(readiness)" } ?? plain }
  }

  /// A batch that gives more than this never ends.
  static var limit: Int { 10_000 }

  /// Collects one batch, does what is to be done meanwhile and on delivery, and returns the events.
  mutating func collect(_ limit: WaitLimit, from loop: ScenarioLoop) -> [Delivery] {
    let place = loop.rawValue
    guard let begun = loops[place].loop?.now else { return [Delivery(plain: "the loop has ended")] }
    let wait: Wait
    switch limit {
    case .poll: wait = .poll
    case .forever: wait = .forever
    case .microseconds(let span): wait = .until(begun + .microseconds(span))
    }
    let companion = Companion(takeMeanwhile())
    do {
      try loops[place].loop?.wait(wait)
    } catch {
      finish(companion)
      return [Delivery(plain: ErrorName.of(error.code.rawValue))]
    }
    let returned = loops[place].loop?.now ?? begun
    finish(companion)
    var deliveries: [Delivery] = []
    while let event = loops[place].loop?.next() {
      deliveries.append(deliver(event, of: loop, at: returned))
      guard deliveries.count < Self.limit else { return [Delivery(plain: "an endless batch")] }
    }
    appendBrokenRules(to: &deliveries, wait, returned)
    return deliveries
  }

  /// Collects batches without blocking and joins what they say of each level-triggered object.
  ///
  /// What no batch may repeat stays apart, so that it shows: an edge, a one-shot, an object twice in one
  /// batch.
  mutating func collectTogether(_ count: Int, from loop: ScenarioLoop) -> Outcome {
    var together: [Delivery] = []
    for _ in 0..<count {
      let earlier = together.count
      for delivery in collect(.poll, from: loop) {
        let known = together.prefix(earlier).firstIndex { $0.object != nil && $0.object == delivery.object }
        if let known, let object = delivery.object, loops[loop.rawValue].registrations.isLevel(object) {
          together[known].readiness.formUnion(delivery.readiness)
        } else {
          together.append(delivery)
        }
      }
    }
    return Outcome(together.map(\.text))
  }

  /// Names an event and does what was to be done on its delivery.
  private mutating func deliver(_ event: Event, of loop: ScenarioLoop, at instant: Instant) -> Delivery {
    let place = loop.rawValue
    let delivery: Delivery
    let subject: String
    switch event {
    case .ready(let token, let readiness):
      subject = loops[place].registrations.label(of: token)
      delivery = Delivery(object: subject, readiness: readiness)
    case .timer(let timer):
      let entry = loops[place].timerNames[timer] ?? NamedTimer(name: "(stranger)", deadline: .beginning)
      loops[place].timerNames[timer]?.isSpent = true
      subject = entry.name
      let fault = entry.isSpent ? " (spent)" : instant < entry.deadline ? " (early)" : ""
      delivery = Delivery(plain: "timer \(entry.name)" + fault)
    case .wake:
      subject = "wake"
      delivery = Delivery(plain: "wake")
    }
    for index in loops[place].onDelivery.removeValue(forKey: subject) ?? [] {
      outcomes[index] = perform(steps[index])
    }
    return delivery
  }

  /// Adds what no expectation allows: too large a batch, and a wait that returned early with nothing.
  private func appendBrokenRules(to deliveries: inout [Delivery], _ wait: Wait, _ returned: Instant) {
    if deliveries.count(where: { $0.object != nil }) > capacity {
      deliveries.append(Delivery(plain: "more than the batch holds"))
    }
    guard deliveries.isEmpty else { return }
    switch wait {
    case .poll: break
    case .until(let deadline) where returned >= deadline: break
    case .until, .forever: deliveries.append(Delivery(plain: "an early return"))
    }
  }

  /// The steps for another thread, bound to what they need; they are noted as done when they have been.
  private mutating func takeMeanwhile() -> [Companion.Task] {
    defer { meanwhile = [] }
    return meanwhile.map { index in
      switch steps[index].action {
      case .wake:
        let waker = loops[steps[index].loop.rawValue].waker
        return Companion.Task(index: index) {
          waker?.wake()
          return .done
        }
      case .object(let name, let operation):
        guard let object = objects.objects[name] else {
          return Companion.Task(index: index) { .word("not opened") }
        }
        guard object.isOpen else {
          return Companion.Task(index: index) { ObjectTable.Failure.refused(EBADF).outcome }
        }
        let peer = objects.peer(of: object, affectedBy: operation)
        return Companion.Task(index: index) {
          do throws(ObjectTable.Failure) {
            return try ObjectTable.perform(operation, on: object, peer: peer)
          } catch {
            return error.outcome
          }
        }
      default:
        return Companion.Task(index: index) { .word("cannot be done meanwhile") }
      }
    }
  }

  private mutating func finish(_ companion: Companion) {
    for (index, outcome) in companion.finish() {
      outcomes[index] = outcome
      if case .object(let name, let operation) = steps[index].action,
        operation == .close || operation == .reset
      {
        objects.markClosed(name)
      }
    }
  }
}
