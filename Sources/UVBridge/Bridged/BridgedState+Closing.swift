internal import CUV
internal import EventLoopAPI
internal import Glibc

extension BridgedState {
  /// Refuses an operation of a loop that has lost its set, or that is the parent process's.
  ///
  /// A child shares the set with its parent, so that whatever it changed there would change the parent's
  /// loop.
  func check(_ operation: LoopError.Operation) throws(LoopError) {
    guard ForkCount.current == forkCount else { throw LoopError(operation, .stale) }
    guard !isLost else { throw LoopError(operation, .notRecoverable) }
  }

  /// Ends everything; the loop's owner calls it once, and nothing afterwards.
  func close() {
    guard prepareToClose() else {
      // libuv can no longer be asked to let go of its handles, whose callbacks find this object.
      _ = Unmanaged.passRetained(self)
      return
    }
    for index in 0..<UInt32(table.count) {
      table[index].handle?.close()
      table[index].handle = nil
      if table[index].ownSet >= 0 {
        Glibc.close(table[index].ownSet)
      }
    }
    idleHandles.close()
    libuv.close(gate)
    if innerSet >= 0 {
      Glibc.close(innerSet)
    }
    batch.deallocate()
    table.deallocate()
  }

  /// Shuts the waker's gate, and sees to it that closing changes nothing of a parent process's.
  ///
  /// - Returns: false if libuv's handles must be left as they are: the set is lost; or it is the parent's and
  ///   cannot be replaced, or is not ours to replace.
  private func prepareToClose() -> Bool {
    guard ForkCount.current == forkCount else {
      gate.closeInChild()
      return !isLost && !libuv.isAdopted && libuv.fork() == 0
    }
    if !isLost {
      gate.close()
    }
    return !isLost
  }
}
