internal import CUV
internal import EventLoopAPI
internal import Glibc

/// The state of a bridged loop: a libuv loop, and beside it an epoll set for what libuv lacks.
///
/// Level-triggered registrations are uv_poll_t handles. Edge, one-shot, exclusive and wakeUp ones, those with
/// the empty interest, and those that libuv has no room for, live in the inner epoll set, which libuv watches
/// as one more descriptor; so do all of an adopted loop. A file whose poll may use a change up has a set of
/// its own. Callbacks put into the batch what can be told at once, and note the rest, which is added after
/// the turn.
///
/// It is confined to the thread of the loop's owner. libuv holds unretained pointers to it, which is safe as
/// the owner calls `close`, after which libuv has none, before it lets go. As the owner cannot be copied and
/// its calls exclude each other, the compiler's own checks of that are left out; one costs more than the rest
/// of what is done with an event.
final class BridgedState {
  let libuv: LibuvLoop
  let gate = WakeGate()

  /// The forks that lay behind the process that made the loop.
  let forkCount: Int

  /// Whether libuv has lost its set, so that nothing can be done any more.
  @exclusivity(unchecked) var isLost = false

  @exclusivity(unchecked) var table = SlotTable()
  @exclusivity(unchecked) var timers = TimerQueue()
  @exclusivity(unchecked) var batch: Batch
  @exclusivity(unchecked) var idleHandles = IdleHandles()

  /// The uv_poll_t handles that live and are not idle.
  @exclusivity(unchecked) var handleCount = 0

  /// The inner epoll set, or -1 until the first registration that needs it.
  @exclusivity(unchecked) var innerSet: CInt = -1

  /// The registrations that an own set has news for which were not told yet.
  @exclusivity(unchecked) var owedCount = 0

  /// The turns of libuv, so that a report of an earlier one is recognised.
  @exclusivity(unchecked) var turn: UInt64 = 0

  /// The number of the batch's events up to which the turn's reports are told at once; 0 between turns.
  @exclusivity(unchecked) var atOnceLimit = 0

  /// The passes over the inner set.
  @exclusivity(unchecked) var sweep: UInt64 = 1

  /// The events of the inner set's buffer that the last pass met again, for which there was no turn yet.
  @exclusivity(unchecked) var metAgainCount = 0

  /// Slots that were started since the last turn: libuv tells the kernel of them at the next one.
  @exclusivity(unchecked) var pending: [UInt32] = []

  /// Slots whose registrations live in sets of their own.
  @exclusivity(unchecked) var ownSlots: [UInt32] = []

  /// Slots that libuv has stopped for an error, to be started again.
  @exclusivity(unchecked) var stopped: [UInt32] = []

  /// Numbers of which libuv's set may hold a watch that the kernel cannot remove.
  @exclusivity(unchecked) var suspects: [CInt] = []

  /// Whether the inner set holds such a watch.
  @exclusivity(unchecked) var innerSetHasGhost = false

  /// Whether the reports of the turn are void.
  @exclusivity(unchecked) var isDiscarding = false

  /// Whether the batch in hand ends with a wake.
  @exclusivity(unchecked) var wakeIsUnread = false

  @exclusivity(unchecked) var counts = Statistics()

  /// Makes the state, on a libuv loop of its own or on one of the application's.
  init(
    batchCapacity: Int, adopting loop: UnsafeMutablePointer<uv_loop_t>? = nil
  ) throws(LoopError) {
    forkCount = try ForkCount.begin()
    libuv =
      if let loop {
        try LibuvLoop(adopting: loop, gate: gate, onWake: wakeCallback)
      } else {
        try LibuvLoop(gate: gate, onWake: wakeCallback)
      }
    batch = Batch(capacity: batchCapacity)
    table[SlotTable.innerSet].kind = .neverHangsUp
    gate.handle.pointee.data = asOwner
  }

  var statistics: Statistics {
    var result = counts
    result.readinessEvents += UInt64(batch.toldCount)
    result.registrations = table.registrationCount
    result.timers = timers.count
    return result
  }
}

extension BridgedState {
  /// Notes what libuv reports of a slot; negative for an error, at which libuv has stopped the handle.
  ///
  /// A plain report goes to the batch, unless others have waited for longer.
  @inline(__always)
  fileprivate func note(_ index: UInt32, _ report: CInt) {
    guard report & ~table[index].toldAtOnce == 0, batch.count < atOnceLimit, table[index].reportTurn != turn
    else {
      return queue(index, report)
    }
    table[index].reportTurn = turn
    table[index].batchPlace = batch.append(table.token(index), PollHandle.plainReadiness(report))
  }

  /// Lets a report take its turn behind those before it.
  @inline(never)
  private func queue(_ index: UInt32, _ report: CInt) {
    if report < 0 {
      noteStopped(index)
    }
    if table[index].place == .own {
      // A turn whose reports are void has used the change up all the same.
      atOnceLimit = 0
      return takeReport(ofOwnSet: index)
    }
    guard !isDiscarding else { return }
    if table[index].kind == .untyped {
      // Not before its first report, as many are never reported.
      table[index].kind = .lookingAtName(of: table[index].descriptor)
      table[index].toldAtOnce = table[index].bitsToldAtOnce
    }
    // Those behind it queue as well, so that the batch has the kernel's order.
    atOnceLimit = 0
    table[index].report = report
    table[index].reportTurn = turn
    table.append(index)
  }

  fileprivate func noteWake() {
    if gate.takeRequest() {
      wakeIsUnread = true
    }
  }

  /// What a callback finds in its handle.
  var asOwner: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The state that a handle's callbacks belong to.
  @inline(__always)
  static func with(_ owner: UnsafeMutableRawPointer?, _ body: (BridgedState) -> Void) {
    guard let owner else { return }
    // It is that of a live object, and `close` ends the callbacks before the object goes.
    Unmanaged<BridgedState>.fromOpaque(owner)._withUnsafeGuaranteedRef(body)
  }
}

private let wakeCallback: uv_async_cb = { handle in
  BridgedState.with(handle?.pointee.data) { $0.noteWake() }
}

/// The callback of every uv_poll_t of a bridged loop.
let bridgedPollCallback: uv_poll_cb = { handle, status, events in
  guard let handle else { return }
  BridgedState.with(handle.pointee.data) {
    $0.note(PollHandle.index(of: handle), status < 0 ? status : events)
  }
}
