internal import CUV
internal import EventLoopAPI

/// The state of a raw loop: libuv's handles, and the order in which their callbacks were made.
///
/// Nothing is mended. What the protocol needs beyond libuv is only the names: tokens with generations.
///
/// It is confined to the thread of the loop's owner. libuv holds unretained pointers to it, which is safe as
/// the owner calls `close`, after which libuv has none, before it lets go.
final class RawState {
  /// One registration.
  struct Registration {
    var generation: UInt32 = 1
    var handle: PollHandle?
  }

  /// One timer.
  struct Timer {
    var generation: UInt32 = 1
    var deadline = Instant.beginning
    var handle: TimerHandle?
  }

  let libuv: LibuvLoop
  let gate = WakeGate()

  /// The places of registrations and timers, and those that are free.
  var registrations: [Registration] = []
  var freeRegistrations: [UInt32] = []
  var timers: [Timer] = []
  var freeTimers: [UInt32] = []

  /// What callbacks have told in the last turn, and the place of the next to be read.
  private var events: [Event] = []
  private var position = 0

  var counts = Statistics()

  init() throws(LoopError) {
    libuv = try LibuvLoop(gate: gate, onWake: wakeCallback)
    libuv.loop.pointee.data = Unmanaged.passUnretained(self).toOpaque()
  }

  /// Ends everything; the loop's owner calls it once, and nothing afterwards.
  func close() {
    for registration in registrations {
      registration.handle?.close()
    }
    for timer in timers {
      timer.handle?.close()
    }
    libuv.close(gate)
  }

  var statistics: Statistics {
    var result = counts
    result.registrations = registrations.count - freeRegistrations.count
    result.timers = timers.count - freeTimers.count
    return result
  }

  /// One turn of libuv, which blocks at most once.
  func wait(_ limit: Wait) {
    guard !hasUnread else { return }
    counts.waits += 1
    events.removeAll(keepingCapacity: true)
    position = 0
    switch limit {
    case .poll:
      libuv.run(UV_RUN_NOWAIT)
    case .until(let instant) where instant <= .current:
      libuv.run(UV_RUN_NOWAIT)
    case .until(let instant):
      libuv.bound(by: instant)
      runOnce()
      libuv.unbound()
    case .forever:
      runOnce()
    }
  }

  /// One turn that blocks, after one that does not if libuv has handles to close, for which it never blocks.
  private func runOnce() {
    if uv_backend_timeout(libuv.loop) == 0 {
      libuv.run(UV_RUN_NOWAIT)
      if hasUnread { return }
    }
    libuv.run(UV_RUN_ONCE)
  }

  func next() -> Event? {
    guard hasUnread else { return nil }
    let event = events[position]
    position += 1
    switch event {
    case .ready: counts.readinessEvents += 1
    case .timer(let timer):
      counts.timerEvents += 1
      free(timer)
    case .wake: counts.wakeEvents += 1
    }
    return event
  }

  /// Whether there is an event to be read, past those whose owner has ended.
  private var hasUnread: Bool {
    while position < events.count {
      switch events[position] {
      case .ready(let token, _) where find(token) == nil: counts.staleReports += 1
      case .timer(let timer) where find(timer) == nil: break
      default: return true
      }
      position += 1
    }
    return false
  }
}

extension RawState {
  /// Notes an event, which the owner reads after the turn.
  func note(_ event: Event) {
    events.append(event)
  }

  /// The state that a loop's callbacks belong to.
  static func with(_ loop: UnsafeMutablePointer<uv_loop_t>?, _ body: (RawState) -> Void) {
    guard let data = loop?.pointee.data else { return }
    // `data` was set from a live object in `init`, and `close` ends the callbacks before the object goes.
    Unmanaged<RawState>.fromOpaque(data)._withUnsafeGuaranteedRef(body)
  }
}

private let wakeCallback: uv_async_cb = { handle in
  RawState.with(handle?.pointee.loop) { $0.note(.wake) }
}
