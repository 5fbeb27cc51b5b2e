internal import CUV
internal import EventLoopAPI
internal import Glibc

extension BridgedState {
  /// Puts a registration into the inner set.
  func enterInnerSet(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    if innerSet < 0 {
      try makeInnerSet(for: operation)
    }
    let descriptor = table[index].descriptor
    // The kernel would find a cycle here; of a set that is to watch itself it says this.
    guard descriptor != libuv.pollDescriptor, descriptor != innerSet else {
      throw LoopError(operation, .invalidArgument)
    }
    do throws(LoopError) {
      try control(EPOLL_CTL_ADD, index, for: operation)
    } catch {
      guard error.code == .exists else { throw error }
      // A ghost's file is back under its old number, where the kernel can name it again.
      _ = cuv_epoll_control(innerSet, EPOLL_CTL_DEL, descriptor, 0, 0)
      try control(EPOLL_CTL_ADD, index, for: operation)
    }
  }

  /// Tells the inner set, or its own, of a registration's present interest and trigger, which arms it anew.
  func control(_ change: CInt, _ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    let slot = table[index]
    assert((slot.place == .inner || slot.ownSet >= 0) && slot.descriptor >= 0)
    // A disarmed registration asks for nothing; hangup and error, which the kernel adds, are dropped at
    // collection.
    let events = slot.isDisarmed ? Trigger.oneShot.rawValue : slot.interest.rawValue | slot.trigger.rawValue
    let result = cuv_epoll_control(
      slot.place == .inner ? innerSet : slot.ownSet,
      change,
      slot.descriptor,
      events,
      table.token(index).rawValue
    )
    guard result == 0 else { throw LoopError(operation, uv: result) }
  }

  /// Makes an epoll set, to be the inner one or a registration's own.
  ///
  /// If its number is registered, then that descriptor was closed without deregistering, and libuv, which
  /// keeps its watchers by number, has to forget it first.
  func makeSet(for operation: LoopError.Operation) throws(LoopError) -> CInt {
    let result = cuv_epoll_create()
    guard result >= 0 else { throw LoopError(operation, uv: result) }
    let former = table.slot(of: result)
    if former != Slot.none { end(former) }
    return result
  }

  /// Makes the inner set, which libuv watches by the handle of slot 0.
  private func makeInnerSet(for operation: LoopError.Operation) throws(LoopError) {
    let result = try makeSet(for: operation)
    table[SlotTable.innerSet].descriptor = result
    table[SlotTable.innerSet].interest = .readable
    do throws(LoopError) {
      try enterLibuv(SlotTable.innerSet, for: operation)
    } catch {
      Glibc.close(result)
      throw error
    }
    table[SlotTable.innerSet].place = .libuv
    innerSet = result
  }

  /// How a collection from the inner set ended.
  enum Collection {
    /// Nothing is left there.
    case exhausted

    /// The batch is full, and more may be left.
    case full

    /// The pass began to meet registrations for the second time.
    case wrapped
  }

  /// Collects from the inner set as much as the batch has room for, so that no edge is lost.
  ///
  /// When the batch fills up the pass goes on in the next wait. A level-triggered registration that it meets
  /// again is put behind all others: it gets what room they leave, and the kernel keeps it ready.
  func collectFromInnerSet() -> Collection {
    let room = batch.room
    let count = Int(cuv_epoll_collect(innerSet, batch.events, CInt(room)))
    assert(count >= 0, "the inner set is closed")
    var meetsAgain = false
    metAgainCount = 0
    for position in 0..<max(0, count) {
      let event = batch.events[position]
      let token = Token(rawValue: event.data.u64)
      guard let index = table.find(token), table[index].place == .inner else {
        counts.staleReports += 1
        innerSetHasGhost = true
        continue
      }
      guard !table[index].isDisarmed else { continue }
      if table[index].sweep == sweep {
        if !table[index].trigger.contains(.edge), !unread(of: index).isEmpty { continue }
        meetsAgain = true
        guard table[index].trigger.contains(.edge) else {
          batch.events[metAgainCount] = event
          metAgainCount += 1
          continue
        }
      }
      table[index].sweep = sweep
      if table[index].trigger.contains(.oneShot) {
        table[index].isDisarmed = true
      }
      collect(index, Readiness(rawValue: event.events))
    }
    if meetsAgain {
      sweep += 1
      return .wrapped
    }
    if count == room { return .full }
    sweep += 1
    return .exhausted
  }

  /// Begins the next pass with those that the last one met again.
  ///
  /// The kernel has put them at the end of its list. So those for whom there is no room are queued, each for
  /// itself, or others would be told of twice before them.
  func collectMetAgain() {
    for position in 0..<metAgainCount {
      let event = batch.events[position]
      let index = Token(rawValue: event.data.u64).index
      assert(table[index].trigger.isDisjoint(with: [.edge, .oneShot]), "such a report must not be put off")
      table[index].sweep = sweep
      if batch.room > 0 {
        table.remove(index)
        collect(index, Readiness(rawValue: event.events))
      } else {
        table.append(index)
      }
    }
    metAgainCount = 0
  }

  /// Adds to the batch what was put off, if it is still ready and still there.
  func collectPutOff(_ index: UInt32) {
    var entry = pollfd(
      fd: table[index].descriptor,
      events: Int16(truncatingIfNeeded: table[index].interest.rawValue),
      revents: 0
    )
    guard poll(&entry, 1, 0) > 0, CInt(entry.revents) & POLLNVAL == 0, isRegistered(index) else { return }
    table[index].sweep = sweep
    collect(index, Readiness(rawValue: UInt32(UInt16(bitPattern: entry.revents))))
  }

  /// Makes the inner set anew, without the watches of files that were closed while a duplicate lived.
  ///
  /// An edge that was reported and is still ready is reported once more.
  func rebuildInnerSet() throws(LoopError) {
    for index in 1..<UInt32(table.count) where table[index].place == .inner {
      if !isRegistered(index) {
        end(index)
      }
    }
    let fresh = cuv_epoll_create()
    guard fresh >= 0 else { throw LoopError(.wait, uv: fresh) }
    table[SlotTable.innerSet].handle?.stop()
    let result = cuv_epoll_replace(fresh, innerSet)
    guard result == 0 else { throw LoopError(.wait, uv: result) }
    try start(SlotTable.innerSet, for: .wait)
    for index in 1..<UInt32(table.count) where table[index].place == .inner {
      try control(EPOLL_CTL_ADD, index, for: .wait)
    }
    innerSetHasGhost = false
    counts.rebuilds += 1
  }
}
