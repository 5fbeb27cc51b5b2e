internal import EventLoopAPI

/// Scenarios that are a little smaller than this one, the greatest savings first.
extension Scenario {
  /// Every scenario that lacks one thing that this one has, or has one thing lowered.
  var simplifications: [Scenario] {
    var all: [Scenario] = []
    let objects = steps.flatMap(\.action.opened)
    all += objects.map { name in dropping { $0.action.opened.contains(name) } }
    all += steps.indices.reversed().map { index in replacing(index, by: []) }
    all += steps.indices.flatMap { withSimplerObjects($0) }
    for index in steps.indices {
      all += steps[index].simplifications.map { replacing(index, by: [$0]) }
    }
    if hasSecondLoop { all.append(withOneLoop) }
    if batchCapacity != nil {
      var copy = self
      copy.batchCapacity = nil
      all.append(copy)
    }
    all += steps.indices.dropLast().compactMap { withNextStepFirst($0) }
    return all.filter { !$0.steps.isEmpty && $0.steps != steps || $0.batchCapacity != batchCapacity }
  }

  /// The scenario with all that is for the second loop done on the first.
  private var withOneLoop: Scenario {
    var copy = self
    copy.steps = steps.map { step in
      var step = step
      step.loop = .first
      if case .onDelivery(let subject, _) = step.moment { step.moment = .onDelivery(subject, by: .first) }
      step.text = step.written
      return step
    }
    return copy.withoutLooseEnds
  }

  private func dropping(_ isDropped: (Step) -> Bool) -> Scenario {
    var copy = self
    copy.steps = steps.filter { !isDropped($0) }
    return copy.withoutLooseEnds
  }

  func replacing(_ index: Int, by other: [Step]) -> Scenario {
    var copy = self
    copy.steps.replaceSubrange(index...index, with: other)
    return copy.withoutLooseEnds
  }

  /// The scenario without the steps that speak of what no step before them has made.
  var withoutLooseEnds: Scenario {
    var made: Set<String> = []
    var fifos: Set<String> = []
    var registered: Set<LoopName> = []
    var timers: Set<LoopName> = []
    var copy = self
    copy.steps = steps.filter { step in
      guard step.action.used.allSatisfy(made.contains) else { return false }
      if case .onDelivery(let subject, let loop) = step.moment, subject != "wake" {
        guard made.contains(subject) || timers.contains(LoopName(loop, subject)) else { return false }
      }
      switch step.action {
      case .open(let names, let kind, _):
        switch kind {
        case .plain(let plain): if plain == .fifo { fifos.formUnion(names) }
        case .dup(let original): if fifos.contains(original) { fifos.formUnion(names) }
        case .fifoReader(let end), .fifoWriter(let end):
          guard fifos.contains(end) else { return false }
          fifos.formUnion(names)
        }
      case .modify(let name, _, _), .deregister(let name):
        guard registered.contains(LoopName(step.loop, name)) else { return false }
      case .cancel(let name): guard timers.contains(LoopName(step.loop, name)) else { return false }
      case .register(let name, _, _): registered.insert(LoopName(step.loop, name))
      case .schedule(let names, _): timers.formUnion(names.map { LoopName(step.loop, $0) })
      default: break
      }
      made.formUnion(step.action.opened)
      return true
    }
    return copy
  }

  /// What a registration or a timer is known by.
  private struct LoopName: Hashable {
    var loop: ScenarioLoop
    var name: String

    init(_ loop: ScenarioLoop, _ name: String) {
      self.loop = loop
      self.name = name
    }
  }
}

extension Step {
  /// The step with one thing less or lower.
  fileprivate var simplifications: [Step] {
    var all = action.simplifications.map { action in
      var copy = self
      copy.action = action
      return copy
    }
    if loop == .second {
      var copy = self
      copy.loop = .first
      all.append(copy)
    }
    if moment != .inTurn {
      var copy = self
      copy.moment = .inTurn
      copy.mayStayUndone = false
      all.append(copy)
    }
    for place in all.indices { all[place].text = all[place].written }
    return all
  }
}

extension Action {
  fileprivate var simplifications: [Action] {
    switch self {
    case .open(let names, let kind, let options):
      return options.simplifications.map { .open(names: names, kind: kind, options: $0) }
    case .object(let name, let operation): return operation.simplifications.map { .object(name, $0) }
    case .register(let name, let interest, let trigger):
      return Self.simpler(interest, trigger).map { .register(name, $0, $1) }
    case .modify(let name, let interest, let trigger):
      return Self.simpler(interest, trigger).map { .modify(name, $0, $1) }
    case .nest(let epoll, let target, let events):
      return Self.simpler(Interest(rawValue: events), Trigger(rawValue: events)).map {
        .nest(epoll: epoll, target: target, events: $0.rawValue | $1.rawValue)
      }
    case .schedule(let names, let microseconds):
      let fewer =
        names.count > 1
        ? names.map { name in Action.schedule(names.filter { $0 != name }, microseconds: microseconds) } : []
      return fewer + lower(microseconds, to: 0).map { .schedule(names, microseconds: $0) }
    case .wake(let source): return source == .here ? [] : [.wake(.here)]
    case .wait(.forever): return [.wait(.poll), .wait(.microseconds(20_000))]
    case .wait(.microseconds(let span)):
      return [.wait(.poll)] + lower(span, to: 1).map { .wait(.microseconds($0)) }
    case .collect(let count): return [.wait(.poll)] + lower(count, to: 1).map { .collect($0) }
    case .connect, .accept, .send, .receive, .unnest, .deregister, .cancel, .wait(.poll), .embed, .signals,
      .end:
      return []
    }
  }

  private static func simpler(_ interest: Interest, _ trigger: Trigger) -> [(Interest, Trigger)] {
    let interests: [Interest] = [.peerClosed, .priority, .writable, .readable]
    let triggers: [Trigger] = [.wakeUp, .exclusive, .oneShot, .edge]
    // What can be shown by readable is not shown by something else.
    let isReadable = interest.isEmpty || interest.contains(.readable)
    return triggers.filter(trigger.contains).map { (interest, trigger.subtracting($0)) }
      + interests.filter(interest.contains).map { (interest.subtracting($0), trigger) }
      + (isReadable ? [] : [(.readable, trigger)])
  }
}

extension ObjectOperation {
  fileprivate var simplifications: [ObjectOperation] {
    switch self {
    case .write(let count): lower(count, to: 1).map { .write($0) }
    case .read(let count): lower(count, to: 1).map { .read($0) }
    case .peek(let count): lower(count, to: 1).map { .peek($0) }
    case .drain: [.read(1)]
    case .fill: [.write(1)]
    case .shutdown(.both): [.shutdown(.read), .shutdown(.write)]
    case .setLowWater(let count): lower(count, to: 1).map { .setLowWater($0) }
    case .arm(let microseconds): lower(microseconds, to: 1).map { .arm(microseconds: $0) }
    case .reset: [.close]
    default: []
    }
  }
}

extension OpenOptions {
  fileprivate var simplifications: [OpenOptions] {
    var all: [OpenOptions] = []
    func add(if applies: Bool, _ change: (inout OpenOptions) -> Void) {
      guard applies else { return }
      var copy = self
      change(&copy)
      all.append(copy)
    }
    add(if: isBlocking) { $0.isBlocking = false }
    add(if: reusing != nil) { $0.reusing = nil }
    add(if: isSemaphore) { $0.isSemaphore = false }
    add(if: isCanonical) { $0.isCanonical = false }
    for value in lower(initial, to: 0) { add(if: true) { $0.initial = value } }
    return all
  }
}

/// Numbers below one, from the lowest that makes sense on.
private func lower(_ number: Int, to least: Int) -> [Int] {
  [least, number / 16, number / 2, number - 1].filter { $0 >= least && $0 < number }
}
