internal import CUV
internal import EventLoopAPI

extension BridgedState {
  func wait(_ limit: Wait) throws(LoopError) {
    guard !hasUnread else { return }
    counts.waits += 1
    while true {
      try prepareTurn()
      let mode = bound(by: limit)
      turn += 1
      reportCount = 0
      libuv.run(mode)
      assert(batch.head == nil, "a turn while events are unread")
      forgetPending()
      let isConclusive = collectReports()
      restartStopped()
      if timers.count > 0 {
        timers.beginBatch(at: .current)
      }
      // A turn may have had nothing to tell: under signals libuv's blocking turn ends early.
      if hasUnread || (isConclusive && limit.hasPassed(at: .current)) { return }
    }
  }

  func next() -> Event? {
    if let index = unreadSlot() {
      let event = Event.ready(table.token(index), table[index].collected)
      table[index].collected = []
      batch.advance()
      counts.readinessEvents += 1
      return event
    }
    if let timer = timers.popDue() {
      counts.timerEvents += 1
      return .timer(timer)
    }
    if wakeIsUnread {
      wakeIsUnread = false
      counts.wakeEvents += 1
      return .wake
    }
    return nil
  }

  private var hasUnread: Bool {
    unreadSlot() != nil || timers.hasDue || wakeIsUnread
  }

  /// The slot of the batch's next event, past those whose registration has ended or no longer asks for them.
  private func unreadSlot() -> UInt32? {
    while let token = batch.head {
      if let index = table.find(token) {
        if table[index].isCollected { return index }
      } else {
        counts.staleReports += 1
      }
      batch.advance()
    }
    return nil
  }

  /// Bounds the turn by the limit and the first timer, and returns whether it may block.
  private func bound(by limit: Wait) -> uv_run_mode {
    // The turn that goes before a rebuild may have met a wake.
    guard !wakeIsUnread else { return UV_RUN_NOWAIT }
    guard let end = limit.end(with: timers.first) else {
      libuv.unbound()
      return UV_RUN_ONCE
    }
    guard end > .current else { return UV_RUN_NOWAIT }
    libuv.bound(by: end)
    return UV_RUN_ONCE
  }
}
