internal import EpollModel

/// Why a step led to what it led to, in a plain sentence made from the model's journal.
struct Reason {
  let step: Step
  let outcome: Outcome
  let before: Snapshot
  let after: Snapshot

  /// What the step itself led to, in order.
  let entries: [JournalEntry]

  /// The part of it from before another thread did something, for a wait; all if none did.
  let entriesBeforeSleep: [JournalEntry]

  /// What a wait within this one's batch told of it.
  let toldWithin: [String]

  /// The numbers of the steps that another thread did while the wait slept.
  let meanwhile: [Int]

  /// The most readiness events in a batch.
  let capacity: Int

  /// The scenario's names, which keep a small letter at the beginning of a sentence, too.
  let names: Set<String>

  /// The loop that the step is for, before it and after it.
  var loopBefore: LoopSnapshot { before.loops[step.loop.rawValue] }
  var loopAfter: LoopSnapshot { after.loops[step.loop.rawValue] }

  /// The sentence; nil if the step is nothing to epoll.
  var sentence: String? {
    switch step.action {
    case .open(let names, .dup(let original), _): duplicating(names, original)
    case .open: outcome == .done ? nil : refusalOfObject
    case .object(_, .harvest): harvesting
    case .object, .connect, .accept, .send, .receive: operating
    case .nest(let epoll, let target, _): nesting(target, in: epoll)
    case .unnest(let epoll, let target): unnesting(target, from: epoll)
    case .register(let name, _, _): registering(name)
    case .modify(let name, let interest, _): modifying(name, interest)
    case .deregister(let name): deregistering(name)
    case .schedule(let names, _): scheduling(names)
    case .cancel(let name): cancelling(name)
    case .wake: waking
    case .wait, .collect: waiting
    case .embed: embedding
    case .signals(let span): signalling(span != nil)
    case .end: "The loop has ended: what it watched is watched no longer."
    }
  }
}

extension Reason {
  /// What a step's doer is called in a sentence.
  var subject: String {
    guard case .object(_, let operation) = step.action else {
      return switch step.action {
      case .accept: "The accept"
      case .send: "The message"
      case .receive: "The receipt"
      default: "The connection"
      }
    }
    return switch operation {
    case .write: "The write"
    case .read: "The read"
    case .peek, .readError: "The look"
    case .drain: "The reading"
    case .fill: "The writing"
    case .shutdown: "The shutdown"
    case .close: "The close"
    case .reset: "The reset"
    case .refuse: "The refusal"
    case .sendUrgent: "The urgent byte"
    case .readUrgent: "The read"
    case .takeError: "Taking the error"
    case .setLowWater: "The new mark"
    case .setUrgentInline, .setErrorQueue: "The option"
    case .endLine: "The end of the line"
    case .arm: "The timer"
    case .raise: "The signal"
    case .reap: "The wait for the process"
    case .change: "The change"
    case .harvest: "The wait"
    case .mode: "The look"
    }
  }

  /// An entry's name, with that of its instance if it is not the one of the step's loop.
  func name(_ item: ItemName) -> String {
    let name = before.name(of: item) ?? after.name(of: item) ?? "a former entry"
    guard !isLoop(item) else { return name }
    return "\(name) in \(owner(of: item.instance))"
  }

  /// Whose an instance is, in words.
  func owner(of instance: Int) -> String {
    let name = instanceName(instance)
    return name == ScenarioLoop.second.word ? "the second loop" : name ?? "the loop"
  }

  /// An instance's name, `second` for the second loop's; nil if it is the first loop's.
  func instanceName(_ number: Int) -> String? {
    before.knows(instance: number) ? before.instanceName(number) : after.instanceName(number)
  }

  /// What an instance's ready list is called.
  func readyList(of instance: Int) -> String {
    isLoop(instance) ? "the ready list" : "\(owner(of: instance))'s ready list"
  }

  /// Whether an entry is in the instance of the step's loop.
  func isLoop(_ item: ItemName) -> Bool { isLoop(item.instance) }

  private func isLoop(_ instance: Int) -> Bool {
    loopBefore.instance?.number == instance || loopAfter.instance?.number == instance
  }

  /// The entry as it was before the step, or else as it is after it.
  func view(of item: ItemName) -> ItemView? { before.view(of: item) ?? after.view(of: item) }

  /// A scenario's name for an open file.
  func fileName(_ number: Int) -> String {
    before.names(ofFile: number).first ?? after.names(ofFile: number).first ?? Self.fileOnItsWay
  }

  /// What a file is called that has no name, as it was sent over a socket and is not received yet.
  static var fileOnItsWay: String { "a file on its way" }
}

extension EventMask {
  /// What a file is said to be of which these conditions hold.
  var inWords: String {
    guard !isSubset(of: [.readable, .writable, .readNormal, .writeNormal]) else {
      return conditions.isEmpty ? "ready" : conditions.joinedInWords
    }
    return "ready (\(conditions.joined(separator: " ")))"
  }
}

extension [String] {
  /// The words with commas and an `and`; of many only the first ones.
  var joinedInWords: String {
    guard count <= 6 else { return prefix(5).joined(separator: ", ") + " and \(count - 5) others" }
    guard let last, count > 1 else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }

  /// Each word once, in the order in which they first come.
  var once: [String] {
    reduce(into: []) { words, word in
      if !words.contains(word) { words.append(word) }
    }
  }
}
