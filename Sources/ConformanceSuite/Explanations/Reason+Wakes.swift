internal import EpollModel

extension Reason {
  /// A wake of a queue, with what it led to.
  private struct Wake {
    var queue: QueueName
    var key: EventMask
    var calls: [(item: ItemName, outcome: CallbackOutcome)] = []
  }

  /// What wakes and callbacks a step led to, as clauses; none if nobody waited in the queues that it woke.
  func wakeClauses() -> [String] {
    var clauses: [String] = []
    for wake in telling(wakes()) where !wake.calls.isEmpty {
      let subject = clauses.isEmpty ? subject : wake.queue.role == .pollers ? "that" : "it"
      clauses.append("\(subject) woke \(phrase(for: wake)): \(self.calls(of: wake))")
    }
    return clauses
  }

  private func wakes() -> [Wake] {
    var wakes: [Wake] = []
    for entry in entries {
      switch entry {
      case .wake(let queue, let key): wakes.append(Wake(queue: queue, key: key))
      case .callback(let item, let outcome):
        // A callback may wake further queues before its own queue's next callback comes.
        let own = wakes.lastIndex { file(with: $0.queue) == item.file } ?? wakes.indices.last
        if let own { wakes[own].calls.append((item, outcome)) }
      default: break
      }
    }
    return wakes
  }

  private func file(with queue: QueueName) -> Int? { before.file(with: queue) ?? after.file(with: queue) }

  /// The wakes with one callback for each entry: the one that did most.
  private func telling(_ wakes: [Wake]) -> [Wake] {
    var best: [ItemName: (rank: Int, wake: Int)] = [:]
    for (index, wake) in wakes.enumerated() {
      for call in wake.calls where call.outcome.rank > best[call.item]?.rank ?? -1 {
        best[call.item] = (call.outcome.rank, index)
      }
    }
    return wakes.enumerated().map { index, wake in
      var wake = wake
      var told: Set<ItemName> = []
      wake.calls = wake.calls.filter { call in
        best[call.item]?.wake == index && best[call.item]?.rank == call.outcome.rank
          && told.insert(call.item).inserted
      }
      return wake
    }
  }

  private func phrase(for wake: Wake) -> String {
    guard wake.queue.object != nil else { return "those who wait for signals" }
    let file = file(with: wake.queue).map(fileName) ?? Self.fileOnItsWay
    return wake.queue.role == .pollers
      ? "those who poll \(file)" : "\(file)'s queue \(purpose(of: wake))"
  }

  private func purpose(of wake: Wake) -> String {
    let key = wake.key
    guard !key.isEmpty else { return "for every condition" }
    var words: [String] = []
    if !key.isDisjoint(with: [.readable, .readNormal]) { words.append("reading") }
    if !key.isDisjoint(with: [.writable, .writeNormal]) { words.append("writing") }
    // The key for data always has it, which matters to nobody but those who ask for it alone.
    let asked = wake.calls.reduce(into: EventMask()) { $0.formUnion(view(of: $1.item)?.events ?? []) }
    if key.contains(.priority), asked.contains(.priority) { words.append("priority") }
    if words.isEmpty { words = key.conditions }
    return "for " + words.joinedInWords
  }

  private func calls(of wake: Wake) -> String {
    var groups: [(outcome: CallbackOutcome, wasReady: Bool, items: [ItemName])] = []
    for call in wake.calls {
      let wasReady = call.outcome == .joined && wasReady(call.item, for: wake.key)
      let known = groups.firstIndex {
        $0.outcome == call.outcome && $0.wasReady == wasReady && $0.items[0].instance == call.item.instance
      }
      if let known {
        groups[known].items.append(call.item)
      } else {
        groups.append((call.outcome, wasReady, [call.item]))
      }
    }
    return groups.map { clause($0.outcome, $0.wasReady, $0.items) }.joined(separator: ", ")
  }

  /// Whether what a wake says of an entry held before it already.
  private func wasReady(_ item: ItemName, for key: EventMask) -> Bool {
    guard let view = before.view(of: item) else { return false }
    let readiness = before.readiness(of: view)
    return key.isEmpty ? !readiness.isEmpty : !readiness.isDisjoint(with: key)
  }

  /// Why one might have thought that entries would not join.
  private func circumstance(of items: [ItemName]) -> String {
    let readiness = view(of: items[0]).map { before.readiness(of: $0) } ?? []
    if isArrival, readiness.contains(.readable) {
      return "what came before is unread: the callback runs at every arrival, not only at the first"
    }
    return "\(items.count == 1 ? "it was" : "they were") \(readiness.inWords) before: "
      + "the callback runs at every wake, not only at a change"
  }

  /// Whether the step brings something to be read.
  private var isArrival: Bool {
    switch step.action {
    case .object(_, .write), .object(_, .fill), .object(_, .sendUrgent), .object(_, .arm), .connect: true
    default: false
    }
  }

  private func clause(_ outcome: CallbackOutcome, _ wasReady: Bool, _ items: [ItemName]) -> String {
    let names = items.map { before.name(of: $0) ?? after.name(of: $0) ?? "a former entry" }.joinedInWords
    let list = readyList(of: items[0].instance)
    let isOne = items.count == 1
    switch outcome {
    case .joined where wasReady:
      return "\(names) joined \(list), although \(circumstance(of: items))"
    case .joined: return "\(names) joined \(list)"
    case .alreadyListed: return "\(names) \(isOne ? "was" : "were") on \(list) already"
    case .disarmed:
      let callbacks = isOne ? "its callback" : "their callbacks"
      return "\(names) \(isOne ? "is" : "are") disarmed, so \(callbacks) did nothing"
    case .keyDoesNotMatch: return "\(names) \(isOne ? "asks" : "ask") for nothing of that"
    }
  }
}

extension CallbackOutcome {
  /// How much it did.
  fileprivate var rank: Int {
    switch self {
    case .keyDoesNotMatch: 0
    case .disarmed: 1
    case .alreadyListed: 2
    case .joined: 3
    }
  }
}
