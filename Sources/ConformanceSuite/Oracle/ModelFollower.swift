internal import Foundation
internal import EventLoopAPI

/// A run of the model that takes the choices which an observed run has taken, as far as the contract allows them.
struct ModelFollower {
  private var execution: ModelExecution
  private let observed: [Outcome?]
  private var standings: [Oracle.Standing]

  init(_ execution: ModelExecution, _ observed: [Outcome?]) {
    self.execution = execution
    self.observed = observed
    standings = Array(repeating: .different, count: execution.steps.count)
  }

  mutating func follow() -> [Oracle.Standing] {
    for index in execution.steps.indices {
      step(index)
    }
    for index in execution.steps.indices where execution.outcomes[index] == nil {
      standings[index] = seen(index) == nil ? .linux : .different
    }
    return standings
  }

  private func seen(_ index: Int) -> Outcome? {
    index < observed.count ? observed[index] : nil
  }

  /// Does a step as it was observed, or else as Linux does it.
  private mutating func step(_ index: Int) {
    let isWait = execution.steps[index].action.isWait
    for choice in isWait ? choices(seen(index)) : [BatchChoice()] {
      var attempt = execution
      attempt.choice = choice
      attempt.begin(index)
      let done = newlyDone(in: attempt)
      if done.allSatisfy({ matches(attempt, $0) }) {
        execution = attempt
        for step in done { standings[step] = choice.observed == nil ? .linux : .permitted }
        return
      }
    }
    execution.choice = BatchChoice()
    let before = execution
    execution.begin(index)
    for step in newlyDone(in: execution, since: before) {
      standings[step] = matches(execution, step) ? .linux : .different
    }
  }

  /// The steps that were done since, among them those that an event's delivery led to.
  private func newlyDone(in attempt: ModelExecution, since before: ModelExecution? = nil) -> [Int] {
    let before = (before ?? execution).outcomes
    return attempt.outcomes.indices.filter { attempt.outcomes[$0] != nil && before[$0] == nil }
  }

  private func matches(_ attempt: ModelExecution, _ index: Int) -> Bool {
    guard let predicted = attempt.outcomes[index], let seen = seen(index) else { return false }
    if predicted == seen { return true }
    // The order in which several batches are taken together is nobody's.
    if case .collect = attempt.steps[index].action { return seen.isSamePut(as: predicted) }
    return false
  }

  /// What to try for a batch, Linux's own way first.
  private func choices(_ seen: Outcome?) -> [BatchChoice] {
    guard let seen else { return [BatchChoice()] }
    var guided = BatchChoice()
    guided.observed = seen.readiness
    var left: [String: [Int]] = [:]
    for (label, _) in seen.readiness {
      if left[label] == nil { left[label] = execution.tokens(labelled: label) }
      if let token = left[label]?.first {
        guided.tokens.append(token)
        left[label]?.removeFirst()
      }
    }
    var choices = [BatchChoice(), guided]
    if seen.items.contains("wake") {
      guided.wakeTakesPlace = true
      choices.append(guided)
      guided.wakeTakesPlace = false
    }
    guided.silencesGhosts = true
    choices.append(guided)
    if execution.loop.hadGhost {
      guided.repeatsEdges = true
      choices.append(guided)
    }
    return choices
  }
}

extension Outcome {
  /// The readiness events among the items.
  fileprivate var readiness: [(label: String, readiness: Readiness)] {
    items.compactMap { item in
      guard let colon = item.range(of: ": ") else { return nil }
      return (String(item[..<colon.lowerBound]), Readiness(flags: item[colon.upperBound...]))
    }
  }

  fileprivate func isSamePut(as other: Outcome) -> Bool { items.sorted() == other.items.sorted() }
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
