internal import CUV
internal import EventLoopAPI

extension BridgedState {
  func wait(_ limit: Wait) throws(LoopError) {
    try check(.wait)
    guard !hasUnread else { return }
    counts.waits += 1
    while true {
      try prepareTurn()
      let mode = bound(by: limit)
      runTurn(mode)
      let isConclusive = collectReports()
      restartStopped()
      if timers.count > 0 {
        timers.beginBatch(at: .current)
      }
      // A turn may have had nothing to tell: under signals libuv's blocking turn ends early.
      if hasUnread || (isConclusive && limit.hasPassed(at: .current)) { return }
    }
  }

  /// One turn of libuv, of which the queue and the batch hold the reports afterwards.
  private func runTurn(_ mode: uv_run_mode) {
    counts.readinessEvents += UInt64(batch.toldCount)
    batch.clear()
    turn += 1
    // Those that were left over come first.
    atOnceLimit = table.first == Slot.none ? batch.capacity : 0
    libuv.run(mode)
    atOnceLimit = 0
    forgetPending()
  }

  /// The next event of the batch past the readiness at the cursor, which the loop tells by itself.
  func nextOutOfTheOrdinary() -> Event? {
    if batch.hasUnread() {
      let entry = batch.cursor.pointee.next.pointee
      batch.cursor.pointee.next += 1
      return .ready(entry.token, entry.readiness)
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
    batch.hasUnread() || timers.hasDue || wakeIsUnread
  }

  /// Bounds the turn by the limit and the first timer, and returns whether it may block.
  private func bound(by limit: Wait) -> uv_run_mode {
    // The turn that goes before a rebuild may have met a wake. What is owed waits for nothing.
    guard !wakeIsUnread, owedCount == 0 else { return UV_RUN_NOWAIT }
    guard let end = limit.end(with: timers.findFirst()) else {
      libuv.unbound()
      return UV_RUN_ONCE
    }
    guard end > .current else { return UV_RUN_NOWAIT }
    libuv.bound(by: end)
    return UV_RUN_ONCE
  }
}
