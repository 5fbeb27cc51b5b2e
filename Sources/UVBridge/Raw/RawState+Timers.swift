internal import CUV
internal import EventLoopAPI

extension RawState {
  /// Starts one uv_timer_t, as libuv's users do: with the milliseconds that are left, which libuv counts from
  /// the time of its last turn, and not from now.
  func schedule(at deadline: Instant) -> TimerToken {
    let now = Instant.current
    let left = deadline > now ? deadline.nanoseconds - now.nanoseconds : 0
    let index: UInt32
    if let free = freeTimers.popLast() {
      index = free
    } else {
      index = UInt32(timers.count)
      timers.append(Timer())
    }
    timers[Int(index)].deadline = deadline
    timers[Int(index)].handle = TimerHandle(
      libuv.loop,
      milliseconds: Instant(nanoseconds: left).millisecondsRoundedUp,
      index: index,
      timerCallback
    )
    return timerToken(index)
  }

  func cancel(_ timer: TimerToken) -> Bool {
    guard find(timer) != nil else { return false }
    free(timer)
    return true
  }

  /// The earliest deadline, by a look at all timers; only the raw profile's tests ask for it.
  var nextDeadline: Instant? {
    timers.lazy.filter { $0.handle != nil }.map(\.deadline).min()
  }

  /// The handle that a token names, if the token is not spent.
  func find(_ timer: TimerToken) -> TimerHandle? {
    let index = Int(timer.index)
    guard index < timers.count, timers[index].generation == timer.generation else { return nil }
    return timers[index].handle
  }

  /// Ends a timer that has fired or was cancelled.
  func free(_ timer: TimerToken) {
    let index = Int(timer.index)
    assert(timers[index].handle != nil, "freed twice")
    timers[index].handle?.close()
    timers[index].handle = nil
    timers[index].generation &+= 1
    freeTimers.append(timer.index)
  }

  fileprivate func timerToken(_ index: UInt32) -> TimerToken {
    TimerToken(index: index, generation: timers[Int(index)].generation)
  }
}

/// Notes a timer, and ends the turn: libuv before 1.45 runs timers first and would then block, with the event
/// unread, for the next one or for ever.
private let timerCallback: uv_timer_cb = { handle in
  guard let handle else { return }
  RawState.with(handle.pointee.loop.pointee.data) {
    $0.note(.timer($0.timerToken(TimerHandle.index(of: handle))))
  }
  uv_stop(handle.pointee.loop)
}
