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

  /// A place before a mark: the order of events here is libuv's, so none of them is told at once.
  let nothingReady: UnsafeMutablePointer<ReadyCursor>
  private let mark: UnsafeMutablePointer<ReadyEntry>

  init() throws(LoopError) {
    libuv = try LibuvLoop(gate: gate, onWake: wakeCallback)
    mark = .allocate(capacity: 1)
    mark.initialize(to: .mark)
    nothingReady = .allocate(capacity: 1)
    nothingReady.initialize(to: ReadyCursor(next: mark))
    libuv.loop.pointee.data = asOwner
  }

  /// Ends everything; the loop's owner calls it once, and nothing afterwards.
  func close() {
    for registration in registrations {
      registration.handle?.close()
    }
    for timer in timers {
      timer.handle?.close()
    }
    gate.close()
    libuv.close(gate)
    nothingReady.deallocate()
    mark.deallocate()
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

  /// What a callback finds in its poll handle or its loop.
  var asOwner: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The state that callbacks belong to.
  static func with(_ owner: UnsafeMutableRawPointer?, _ body: (RawState) -> Void) {
    guard let owner else { return }
    // It is that of a live object, and `close` ends the callbacks before the object goes.
    Unmanaged<RawState>.fromOpaque(owner)._withUnsafeGuaranteedRef(body)
  }
}

private let wakeCallback: uv_async_cb = { handle in
  RawState.with(handle?.pointee.loop.pointee.data) { state in
    _ = state.gate.takeRequest()
    state.note(.wake)
  }
}
