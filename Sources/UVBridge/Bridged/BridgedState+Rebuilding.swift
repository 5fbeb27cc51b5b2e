internal import CUV
internal import EventLoopAPI

extension BridgedState {
  /// Sees to it that libuv's turn can neither abort, nor spin, nor report a file that is no longer
  /// registered.
  func prepareTurn() throws(LoopError) {
    if innerSetHasGhost {
      try rebuildInnerSet()
    }
    if !pending.isEmpty {
      lookAtPendingBeforeTurn()
    }
    if !suspects.isEmpty {
      try rebuildIfHaunted()
    }
    if !ownSlots.isEmpty {
      lookAtOwnSetsBeforeTurn()
    }
  }

  /// Makes libuv's set anew if a suspect number is a watch that nobody can remove.
  private func rebuildIfHaunted() throws(LoopError) {
    let isHaunted = WatchList.contains(
      ghostAmong: suspects,
      of: libuv.pollDescriptor,
      expecting: { descriptor in
        let index = table.slot(of: descriptor)
        return (index != Slot.none && table[index].place == .libuv) || isOwnSet(descriptor)
          || descriptor == innerSet
      }
    )
    if isHaunted {
      try rebuild()
    }
    suspects.removeAll(keepingCapacity: true)
  }

  /// Makes libuv's set anew, by the call that is meant for a forked child.
  ///
  /// It makes the async descriptor anew as well, so wakers are kept off it meanwhile. In libuv 1.44 a wake
  /// that is on its way through the old one would block all later ones, hence the turn before; its reports
  /// are void, as a ghost's would reach the number's new owner.
  private func rebuild() throws(LoopError) {
    // It closes before it opens, so what would be refused is found out while the old set is there.
    let check = cuv_check_descriptors(LibuvLoop.descriptorCount)
    guard check == 0 else { throw LoopError(.wait, uv: check) }
    gate.close()
    lookAtOwnSetsBeforeTurn()
    isDiscarding = true
    libuv.run(UV_RUN_NOWAIT)
    isDiscarding = false
    for index in 0..<UInt32(table.count) where table[index].place == .libuv && !table[index].isStopped {
      if !isRegistered(index) {
        end(index)
      }
    }
    idleHandles.close()
    guard libuv.fork() == 0, tellKernelOfAll() else {
      // Nobody may wake it any more either: the gate stays shut.
      isLost = true
      throw LoopError(.wait, .notRecoverable)
    }
    gate.open()
    restartStopped()
    // Whatever the suspects were, they are gone with the old set; and all that is left was looked at just
    // now.
    forgetPending()
    counts.rebuilds += 1
  }

  /// Adds all that libuv watches to its new set, where a refusal in its next turn would be an abort.
  ///
  /// - Returns: false if there is no room even for the inner set.
  private func tellKernelOfAll() -> Bool {
    for index in 0..<UInt32(table.count) where table[index].handle != nil && !table[index].isStopped {
      if table[index].place == .own {
        takeFromOwnSetBeforeTurn(index)
      }
      let interest = table[index].libuvInterest
      if let handle = table[index].handle, handle.told != interest {
        // It would tell the kernel all that it watches for.
        _ = handle.start(interest, bridgedPollCallback)
      }
      let added = tellKernel(EPOLL_CTL_ADD, of: index, interest)
      guard added != 0, added != -EEXIST else { continue }
      guard index != SlotTable.innerSet else { return false }
      end(index)
    }
    return true
  }
}
