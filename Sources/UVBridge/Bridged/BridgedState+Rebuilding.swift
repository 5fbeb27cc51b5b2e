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
      dropClosedBeforeTurn()
    }
    if !suspects.isEmpty {
      try rebuildIfHaunted()
    }
  }

  /// Makes libuv's set anew if a suspect number is a watch that nobody can remove.
  private func rebuildIfHaunted() throws(LoopError) {
    let isHaunted = WatchList.contains(
      ghostAmong: suspects,
      of: libuv.pollDescriptor,
      expecting: { descriptor in
        let index = table.slot(of: descriptor)
        return index != Slot.none && table[index].place == .libuv
      }
    )
    suspects.removeAll(keepingCapacity: true)
    if isHaunted {
      try rebuild()
    }
  }

  /// Makes libuv's set anew, by the call that is meant for a forked child.
  ///
  /// It makes the async descriptor anew as well, so wakers are kept off it meanwhile. In libuv 1.44 a wake
  /// that is on its way through the old one would block all later ones, hence the turn before; its reports
  /// are void, as a ghost's would reach the number's new owner.
  private func rebuild() throws(LoopError) {
    gate.close()
    defer { gate.open() }
    isDiscarding = true
    libuv.run(UV_RUN_NOWAIT)
    isDiscarding = false
    for index in 0..<UInt32(table.count) where table[index].place == .libuv && !table[index].isStopped {
      if !isRegistered(index) {
        end(index)
      }
    }
    let result = uv_loop_fork(libuv.loop)
    guard result == 0 else { throw LoopError(.wait, uv: result) }
    restartStopped()
    // Whatever these were, they are gone with the old set; and all that is left was looked at just now.
    suspects.removeAll(keepingCapacity: true)
    forgetPending()
    counts.rebuilds += 1
  }
}
