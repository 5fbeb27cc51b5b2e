extension ModelExecution {
  /// Whether the last step, a wait without limit, has told something that every backend tells.
  ///
  /// A timer may have been told by an earlier wait, as the steps take time that the model's clock does not count,
  /// and of a registration whose descriptor was closed a backend may be silent.
  func mustEndLastWait(on loop: ScenarioLoop) -> Bool {
    guard let items = outcomes.last??.items, items != [Self.endless] else { return false }
    let timersAreNew = !steps.dropLast().contains { $0.action.isWait && $0.loop == loop }
    let loop = loops[loop.rawValue]
    return items.contains { item in
      if item.hasPrefix("timer ") { return timersAreNew }
      guard let colon = item.lastIndex(of: ":") else { return true }
      let tokens = loop.tokens(labelled: String(item[..<colon]))
      return tokens.contains { !loop.loop.isGhost($0, in: kernel) }
    }
  }
}
