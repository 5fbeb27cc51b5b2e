internal import EpollModel
internal import EventLoopAPI
internal import Foundation

/// A run of the model that takes the choices which an observed run has taken, as far as they are free.
struct ModelFollower {
  private var execution: ModelExecution
  private var turns: InlineArray<2, FairTurns> = [FairTurns(), FairTurns()]
  private let observed: [Outcome?]
  private var standings: [Oracle.Standing]

  /// Whether each step was done.
  private var isDone: [Bool]

  init(_ execution: ModelExecution, _ observed: [Outcome?]) {
    self.execution = execution
    self.observed = observed
    standings = Array(repeating: .different, count: execution.steps.count)
    isDone = Array(repeating: false, count: execution.steps.count)
  }

  mutating func follow() -> [Oracle.Standing] {
    for index in execution.steps.indices {
      execution.forgetDone()
      if execution.steps[index].moment == .inTurn, execution.steps[index].action.isWait {
        doWait(index)
      } else {
        doAsLinux(index)
        permitOtherEmbedding(index)
      }
      for step in newlyDone { isDone[step] = true }
    }
    for index in execution.steps.indices where !isDone[index] && seen(index) == nil {
      standings[index] = .linux
    }
    return standings
  }

  private func seen(_ index: Int) -> Outcome? {
    index < observed.count ? observed[index] : nil
  }

  private mutating func doAsLinux(_ index: Int) {
    // A copy that is kept has the next change copy what it shares, which for a long run is much.
    let before = execution.mayHaveClosedEarly ? execution : nil
    execution.choice = BatchChoice()
    execution.begin(index)
    for step in newlyDone {
      standings[step] = matches(execution, step) ? .linux : .different
    }
    if let before, standings[index] == .different { doWithEndedRegistration(index, from: before) }
  }

  /// Permits what a loop does that has ended a registration when it found its descriptor closed, though the
  /// number names the file again.
  private mutating func doWithEndedRegistration(_ index: Int, from before: ModelExecution) {
    var attempt = before
    guard attempt.endClosedEarly(by: execution.steps[index]) else { return }
    attempt.choice = BatchChoice()
    attempt.begin(index)
    guard matches(attempt, index) else { return }
    execution = attempt
    standings[index] = .permitted(.closedEarly)
  }

  /// Permits that a loop's own descriptor shows nothing where all that is ready was closed early, and that it
  /// shows a wake which was told.
  private mutating func permitOtherEmbedding(_ index: Int) {
    guard standings[index] == .different, execution.steps[index].action == .embed else { return }
    let loop = execution.loops[execution.steps[index].loop.rawValue].loop
    if seen(index) == .word("ready"), loop.wakeMayBeLeft { standings[index] = .permitted(.wakePlace) }
    guard seen(index) == .word("idle"), !loop.isWakeWanted, loop.mayRebuild(in: execution.kernel) else {
      return
    }
    let ready = loop.readyTokens(in: execution.kernel)
    if ready.allSatisfy({ loop.mayBeSilent($0, in: execution.kernel) }) {
      standings[index] = .permitted(.closedEarly)
    }
  }

  /// Does a wait as it was observed, or else as Linux does it.
  private mutating func doWait(_ index: Int) {
    let before = execution
    let place = execution.steps[index].loop.rawValue
    doAsLinux(index)
    let linux = execution
    if newlyDone.contains(where: { standings[$0] == .different }) {
      for (choice, freedom) in choices(
        seen(index), after: execution.steps[index].action, of: place, from: before)
      {
        execution = before
        execution.choice = choice
        execution.begin(index)
        let done = newlyDone
        guard done.allSatisfy({ matches(execution, $0) }) else { continue }
        let name =
          freedom ?? self.freedom(of: choice, besides: linux.outcome(of: index), of: place, in: before)
        for step in done { standings[step] = .permitted(name) }
        break
      }
    }
    if standings[index] == .different {
      execution = linux
    }
    guard case .wait = execution.steps[index].action else { return }
    let told = execution.loops[place].lastTold
    let isFair = turns[place].areFair(
      after: told, of: before.loops[place].loop, in: before.kernel,
      stillReady: execution.loops[place].loop.readyTokens(in: execution.kernel))
    if !isFair {
      standings[index] = .different
    }
  }

  /// The steps that were done with the present one, among them those that an event's delivery led to.
  private var newlyDone: [Int] { execution.done.map(\.step) }

  private func matches(_ attempt: ModelExecution, _ index: Int) -> Bool {
    guard let predicted = attempt.outcome(of: index), let seen = seen(index) else { return false }
    let step = attempt.steps[index]
    if predicted.isSame(as: seen, after: step.action) { return true }
    // By which error a change of what was closed early is refused is open.
    guard case .modify(let name, _, _) = step.action, predicted.isRefusalOfChange, seen.isRefusalOfChange
    else {
      return false
    }
    return attempt.loops[step.loop.rawValue].wasClosedEarly(name)
  }
}

extension ModelFollower {
  /// What else to try for a batch, each with the freedom that it takes; nil for one that shows by itself.
  private func choices(
    _ seen: Outcome?, after action: Action, of place: Int, from before: ModelExecution
  ) -> [(choice: BatchChoice, freedom: Freedom?)] {
    guard let seen else { return [] }
    let tested = before.loops[place]
    var guided = BatchChoice()
    guided.observed = seen.readiness
    var used: Set<Int> = []
    for (label, _) in seen.readiness {
      let tokens = tested.tokens(labelled: label)
      // Of several batches one registration may have more than one event.
      if let token = tokens.first(where: { !used.contains($0) }) ?? tokens.first {
        guided.tokens.append(token)
        used.insert(token)
      }
    }
    guided.timers = seen.items.compactMap { $0.hasPrefix("timer ") ? String($0.dropFirst(6)) : nil }
    let areDue = guided.timers.allSatisfy { name in
      tested.deadline(ofLatest: [name]).map { $0 <= before.kernel.now } ?? false
    }
    var choices: [(BatchChoice, Freedom?)] = [(guided, areDue ? nil : .clock)]
    if case .collect(let count) = action, !areDue {
      for batches in 1..<max(2, count) {
        var choice = guided
        choice.batchesBeforeTimers = batches
        choices.append((choice, .clock))
      }
    }
    if seen.items.contains("wake") || tested.loop.wakeMayBeLeft {
      var choice = guided
      choice.wakeTakesPlace = true
      choices.append((choice, .wakePlace))
    }
    guided.silencesGhosts = true
    choices.append((guided, .closedEarly))
    var refusing = guided
    refusing.refusesGhostsAtOnce = true
    choices.append((refusing, .closedEarly))
    guided.silencesRepeats = true
    choices.append((guided, .repeatedEdge))
    if tested.loop.mayRebuild(in: before.kernel) {
      guided.repeatsEdges = true
      choices.append((guided, .repeatedEdge))
    }
    return choices
  }

  /// The freedom by which a batch is another than Linux's.
  private func freedom(
    of choice: BatchChoice, besides linux: Outcome?, of place: Int, in before: ModelExecution
  ) -> Freedom {
    let loop = before.loops[place].loop
    if choice.tokens.contains(where: { loop.isTimingOpen($0, in: before.kernel) }) { return .timing }
    if choice.tokens.contains(where: { loop.isSpared($0, in: before.kernel) }) { return .exclusive }
    return linux?.readiness.count ?? 0 >= loop.capacity ? .share : .order
  }
}

extension Outcome {
  /// Whether it is an error by which a registration's change is refused.
  fileprivate var isRefusalOfChange: Bool {
    [.notFound, .badDescriptor, .invalidArgument].contains { (error: ModelError) in self == .word(error.name)
    }
  }

  /// The readiness events among the items.
  fileprivate var readiness: [(label: String, readiness: Readiness)] {
    items.compactMap { item in
      guard let colon = item.range(of: ": ") else { return nil }
      return (String(item[..<colon.lowerBound]), Readiness(flags: item[colon.upperBound...]))
    }
  }
}

extension Readiness {
  /// Reads the flags as reports write them.
  fileprivate init(flags: Substring) {
    self = flags.split(separator: " ").reduce(into: []) { set, name in
      let flag: Readiness? =
        switch name {
        case "readable": .readable
        case "writable": .writable
        case "priority": .priority
        case "peerClosed": .peerClosed
        case "error": .error
        case "hangup": .hangup
        default: nil
        }
      if let flag { set.insert(flag) }
    }
  }
}
