internal import CUV
internal import EventLoopAPI
internal import Glibc

/// The state of a bridged loop: a libuv loop, and beside it an epoll set for what libuv lacks.
///
/// Level-triggered registrations are uv_poll_t handles. Edge, one-shot, exclusive and wakeUp ones, and those
/// with the empty interest, live in the inner epoll set, which libuv watches as one more descriptor.
/// Callbacks only note what libuv reports; the batch is made after the turn.
///
/// It is confined to the thread of the loop's owner. libuv holds unretained pointers to it, which is safe as
/// the owner calls `close`, after which libuv has none, before it lets go.
final class BridgedState {
  let libuv: LibuvLoop
  let gate = WakeGate()

  var table = SlotTable()
  var timers = TimerQueue()
  var batch: Batch

  /// The inner epoll set, or -1 until the first registration that needs it.
  var innerSet: CInt = -1

  /// The turns of libuv, so that a report of an earlier one is recognised.
  var turn: UInt64 = 0

  /// The reports of the turn.
  var reportCount = 0

  /// The passes over the inner set.
  var sweep: UInt64 = 1

  /// Slots that were started since the last turn: libuv tells the kernel of them at the next one.
  var pending: [UInt32] = []

  /// Slots that libuv has stopped for an error, to be started again.
  var stopped: [UInt32] = []

  /// Numbers of which libuv's set may hold a watch that the kernel cannot remove.
  var suspects: [CInt] = []

  /// Whether the inner set holds such a watch.
  var innerSetHasGhost = false

  /// Whether the reports of the turn are void.
  var isDiscarding = false

  /// Whether the batch in hand ends with a wake.
  var wakeIsUnread = false

  var counts = Statistics()

  init(batchCapacity: Int) throws(LoopError) {
    libuv = try LibuvLoop(gate: gate, onWake: wakeCallback)
    batch = Batch(capacity: batchCapacity)
    table[SlotTable.innerSet].kind = .neverHangsUp
    libuv.loop.pointee.data = Unmanaged.passUnretained(self).toOpaque()
  }

  /// Ends everything; the loop's owner calls it once, and nothing afterwards.
  func close() {
    for index in 0..<UInt32(table.count) {
      table[index].handle?.close()
      table[index].handle = nil
    }
    libuv.close(gate)
    if innerSet >= 0 {
      Glibc.close(innerSet)
    }
    batch.deallocate()
    table.deallocate()
  }

  var statistics: Statistics {
    var result = counts
    result.registrations = table.registrationCount
    result.timers = timers.count
    return result
  }
}

extension BridgedState {
  /// Notes what libuv reports of a slot; negative for an error, at which libuv has stopped the handle.
  fileprivate func note(_ index: UInt32, _ report: CInt) {
    if report < 0 {
      noteStopped(index)
    }
    reportCount += 1
    guard !isDiscarding else { return }
    table[index].report = report
    table[index].reportTurn = turn
    table.append(index)
  }

  fileprivate func noteWake() {
    if gate.takeRequest() {
      wakeIsUnread = true
    }
  }

  /// The state that a loop's callbacks belong to.
  fileprivate static func with(_ loop: UnsafeMutablePointer<uv_loop_t>?, _ body: (BridgedState) -> Void) {
    guard let data = loop?.pointee.data else { return }
    // `data` was set from a live object in `init`, and `close` ends the callbacks before the object goes.
    Unmanaged<BridgedState>.fromOpaque(data)._withUnsafeGuaranteedRef(body)
  }
}

private let wakeCallback: uv_async_cb = { handle in
  BridgedState.with(handle?.pointee.loop) { $0.noteWake() }
}

/// The callback of every uv_poll_t of a bridged loop.
let bridgedPollCallback: uv_poll_cb = { handle, status, events in
  guard let handle else { return }
  BridgedState.with(handle.pointee.loop) {
    $0.note(PollHandle.index(of: handle), status < 0 ? status : events)
  }
}
