internal import EpollModel

extension ModelExecution {
  /// Whether the last step, a wait without limit or with a long one, has soon told something that every
  /// backend tells.
  ///
  /// A timer may have been told by an earlier wait, as the steps take time that the model's clock does not
  /// count,
  /// and have led to anything; and of a registration whose descriptor was closed a backend may be silent.
  func mustEndLastWait(on loop: ScenarioLoop, begunAt begin: UInt64) -> Bool {
    guard let items = outcomes.last??.items, items != [Self.endless] else { return false }
    guard kernel.now - begin < 1_000_000_000 else { return false }
    // What a backend may not tell may lead to nothing, and an edge that Linux's loop repeats need not be
    // repeated.
    guard !loops[0].loop.hadClosedEarly, !loops[1].loop.hadClosedEarly else { return false }
    let hasTimers = loops[0].hadTimers || loops[1].hadTimers
    if hasTimers, steps.dropLast().contains(where: \.action.isWait) { return false }
    let loop = loops[loop.rawValue]
    return items.contains { item in
      guard let colon = item.lastIndex(of: ":") else { return true }
      let tokens = loop.tokens(labelled: String(item[..<colon]))
      return !tokens.isEmpty && tokens.allSatisfy { !loop.loop.mayBeSilent($0, in: kernel) }
    }
  }
}

extension Action {
  /// Whether it is a wait that would hold up everything if it did not end before its limit.
  var isLongWait: Bool {
    switch self {
    case .wait(.forever): true
    case .wait(.microseconds(let span)): span >= 100_000
    default: false
    }
  }
}
