internal import EventLoopAPI

/// Whether all that one program does is done by another as well, in the same order, under other names.
struct Embedding {
  private var names: [String: String] = [:]

  /// Whether a program's steps are among another's.
  static func exists(of small: Scenario, in large: Scenario) -> Bool {
    guard small.batchCapacity == nil || small.batchCapacity == large.batchCapacity else { return false }
    return Embedding().exists(of: small.steps[...], in: large.steps[...])
  }

  private func exists(of small: ArraySlice<Step>, in large: ArraySlice<Step>) -> Bool {
    guard let first = small.first else { return true }
    guard small.count <= large.count else { return false }
    for place in large.indices {
      var attempt = self
      guard attempt.matches(first, large[place]) else { continue }
      if attempt.exists(of: small.dropFirst(), in: large[(place + 1)...]) { return true }
    }
    return false
  }

  /// Whether a step does what another does, with the names that stand for each other so far.
  private mutating func matches(_ small: Step, _ large: Step) -> Bool {
    switch (small.moment, large.moment) {
    case (.inTurn, .inTurn), (.meanwhile, .meanwhile): break
    case (.onDelivery(let subject, let loop), .onDelivery(let other, let otherLoop)):
      guard loop == otherLoop, bind(subject, other) else { return false }
    default: return false
    }
    return small.loop == large.loop && matches(small.action, large.action)
  }

  private mutating func matches(_ small: Action, _ large: Action) -> Bool {
    switch (small, large) {
    case (.open(let names, let kind, let options), .open(let others, let otherKind, let otherOptions)):
      return options.isBlocking == otherOptions.isBlocking && bind(options.reusing, otherOptions.reusing)
        && matches(kind, otherKind) && bind(names, others)
    case (.object(let name, let operation), .object(let other, let otherOperation)):
      return operation.isSameKind(as: otherOperation) && bind(name, other)
    case (.register(let name, let interest, let trigger), .register(let other, let wide, let same)),
      (.modify(let name, let interest, let trigger), .modify(let other, let wide, let same)):
      return Self.covers(wide, interest) && trigger == same && bind(name, other)
    case (.nest(let epoll, let target, let events), .nest(let other, let otherTarget, let otherEvents)):
      return events & otherEvents == events && bind([epoll, target], [other, otherTarget])
    case (.schedule(let names, _), .schedule(let others, _)): return bind(names, others)
    case (.wait, .wait), (.collect, .collect), (.embed, .embed), (.end, .end): return true
    case (.wake(let source), .wake(let other)): return source == other
    case (.signals(let span), .signals(let other)): return (span == nil) == (other == nil)
    case (.connect, .connect), (.accept, .accept), (.unnest, .unnest), (.deregister, .deregister),
      (.cancel, .cancel):
      return bind(small.opened + small.used, large.opened + large.used)
    default: return false
    }
  }

  /// Whether one interest does for another: what one condition alone shows, any condition may show.
  private static func covers(_ wide: Interest, _ interest: Interest) -> Bool {
    interest.isSubset(of: wide) || (interest == .readable && !wide.isEmpty)
  }

  private mutating func matches(_ kind: ObjectKind, _ other: ObjectKind) -> Bool {
    switch (kind, other) {
    case (.plain(let plain), .plain(let otherPlain)): plain == otherPlain
    case (.dup(let name), .dup(let otherName)), (.fifoReader(let name), .fifoReader(let otherName)),
      (.fifoWriter(let name), .fifoWriter(let otherName)):
      bind(name, otherName)
    default: false
    }
  }

  private mutating func bind(_ name: String?, _ other: String?) -> Bool {
    guard let name else { return true }
    guard let other else { return false }
    if let bound = names[name] { return bound == other }
    guard !names.values.contains(other) else { return false }
    names[name] = other
    return true
  }

  private mutating func bind(_ some: [String], _ others: [String]) -> Bool {
    some.count == others.count && zip(some, others).allSatisfy { bind($0, $1) }
  }
}

extension ObjectOperation {
  /// Whether two operations differ at most in a count.
  fileprivate func isSameKind(as other: ObjectOperation) -> Bool {
    switch (self, other) {
    case (.write, .write), (.read, .read), (.peek, .peek), (.setLowWater, .setLowWater), (.arm, .arm): true
    default: self == other
    }
  }
}
