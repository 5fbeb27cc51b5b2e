internal import CUV
internal import EventLoopAPI
internal import Glibc

/// The poll that finds a change of such a file as /proc/self/mounts uses it up, and for a set within a set
/// the kernel polls the inner one's files: so in the inner set nothing would be left of the change, and
/// nobody would know whose it was. In a set of its own a file is known by the report of the set.
extension BridgedState {
  /// Puts a registration into a new set of its own, which libuv watches by the slot's handle.
  func enterOwnSet(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    assert(table[index].place == .own && table[index].ownSet < 0)
    let result = try makeSet(for: operation)
    table[index].ownSet = result
    do throws(LoopError) {
      try control(EPOLL_CTL_ADD, index, for: operation)
      try enterLibuv(index, for: operation)
      ownSlots.append(index)
    } catch {
      table[index].ownSet = -1
      Glibc.close(result)
      throw error
    }
  }

  /// Closes a registration's own set, and with it the watch of a file that was closed early.
  func leaveOwnSet(_ index: UInt32) {
    setOwed(index, [])
    ownSlots.removeAll { $0 == index }
    // The set is open, so that the kernel can name the watch.
    leaveLibuv(index)
    Glibc.close(table[index].ownSet)
    table[index].ownSet = -1
  }

  /// Notes what an own set's file is ready for, when libuv has reported the set.
  ///
  /// It is done at the report, as no later one would repeat it. If nothing is left to be found then libuv's
  /// poll has used the change up; and so it has if more than an edge's first state, which was taken before
  /// the turn, is reported, since nothing but a change wakes such a file's watchers.
  func takeReport(ofOwnSet index: UInt32) {
    let found = collectFromOwnSet(index)
    let isChange = found.isEmpty || table[index].trigger.contains(.edge)
    noteOwed(index, isChange ? found.union(usedUp(index)) : found)
  }

  /// Notes what files are ready for before libuv's turn, which polls their sets and so uses a change up.
  func lookAtOwnSetsBeforeTurn() {
    var position = 0
    while position < ownSlots.count {
      takeFromOwnSetBeforeTurn(ownSlots[position])
      position += 1
    }
  }

  /// Notes what one file is ready for before libuv's turn.
  func takeFromOwnSetBeforeTurn(_ index: UInt32) {
    noteOwed(index, collectFromOwnSet(index))
  }

  private func noteOwed(_ index: UInt32, _ found: Readiness) {
    let wanted = found.intersection(table[index].told)
    guard !wanted.isEmpty, !table[index].isDisarmed else { return }
    setOwed(index, table[index].owed.union(wanted))
    table.append(index)
    if table[index].trigger.contains(.oneShot) {
      // A report that was used up has not disarmed the kernel's watch: its next one does, and is told nobody.
      table[index].isDisarmed = true
    }
  }

  private func collectFromOwnSet(_ index: UInt32) -> Readiness {
    guard cuv_epoll_collect(table[index].ownSet, batch.events, 1) > 0 else { return [] }
    return Readiness(rawValue: batch.events[0].events)
  }

  /// What a change that was used up was: an error as well, but for the triggers of memory, processor and disk
  /// pressure (psi_trigger_poll).
  private func usedUp(_ index: UInt32) -> Readiness {
    cuv_is_pressure_file(table[index].descriptor) ? .priority : [.priority, .error]
  }

  /// Changes what a registration is still to be told, whatever its file shows by then.
  func setOwed(_ index: UInt32, _ readiness: Readiness) {
    owedCount += (readiness.isEmpty ? 0 : 1) - (table[index].owed.isEmpty ? 0 : 1)
    table[index].owed = readiness
  }

  /// Adds to the batch what a registration is owed.
  func collectOwed(_ index: UInt32) {
    let owed = table[index].owed
    setOwed(index, [])
    collect(index, owed)
  }

  /// Whether a number is that of an own set.
  func isOwnSet(_ descriptor: CInt) -> Bool {
    (1..<UInt32(table.count)).contains { table[$0].ownSet == descriptor }
  }
}
