internal import EpollModel

/// How often registrations that were ready were left out of a batch: the contract's law of fairness.
struct FairTurns {
  /// For how many waits in a row a registration was ready and not told, and the most that were ready then.
  private struct Turn {
    var missed = 0
    var ready = 0
  }

  private var turns: [Int: Turn] = [:]

  /// Whether all that was ready before a wait was told by it, or still has a turn to come.
  ///
  /// With n ready, each is told within the next ceil(n / batch) waits; a wake may count as one of the n. What
  /// is not ready any more after the wait may have been ended, or read, from within another one's event.
  mutating func areFair(
    after told: Set<Int>, of loop: ModelLoop, in kernel: ModelKernel, stillReady: @autoclosure () -> Set<Int>
  ) -> Bool {
    guard loop.registrations.count > loop.capacity else { return true }
    var next: [Int: Turn] = [:]
    let ready = loop.readyTokens(in: kernel)
    var areFair = true
    // One whose descriptor was closed early may never be told.
    for token in ready.intersection(stillReady())
    where !told.contains(token) && !loop.mayBeSilent(token, in: kernel) {
      var turn = turns[token] ?? Turn()
      turn.missed += 1
      turn.ready = max(turn.ready, ready.count)
      if turn.missed >= (turn.ready + loop.capacity) / loop.capacity { areFair = false }
      next[token] = turn
    }
    turns = next
    return areFair
  }
}
