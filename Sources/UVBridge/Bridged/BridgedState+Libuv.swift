internal import CUV
internal import EventLoopAPI
internal import Glibc

extension BridgedState {
  /// Makes a registration, or its own set, a uv_poll_t.
  func enterLibuv(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    let descriptor = table[index].libuvDescriptor
    assert(table[index].handle == nil && descriptor >= 0)
    // uv_poll_init sets O_NONBLOCK on the open file, which is the caller's and perhaps not his alone.
    let flags = fcntl(descriptor, F_GETFL)
    let handle = try PollHandle(
      libuv.loop, descriptor, owner: asOwner, index: index, in: spareHandles.take(), for: operation)
    if flags >= 0, flags & O_NONBLOCK == 0 {
      _ = fcntl(descriptor, F_SETFL, flags)
    }
    table[index].handle = handle
    handleCount += 1
    do throws(LoopError) {
      try start(index, for: operation)
    } catch {
      handle.close()
      table[index].handle = nil
      handleCount -= 1
      throw error
    }
  }

  /// Starts a registration's handle, or starts it again with its present interest.
  ///
  /// libuv puts off the kernel's part to its next turn, where a refusal is an abort. So it is done here as
  /// well: the refusal is this call's, the poll descriptor knows the registration at once, and a number that
  /// is closed and reused before the turn is recognised. libuv's own attempt then meets EEXIST, for which it
  /// is prepared.
  func start(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    guard let handle = table[index].handle else { return assertionFailure("no handle") }
    let slot = table[index]
    let interest = slot.libuvInterest
    let started = handle.start(PollHandle.events(interest), bridgedPollCallback)
    guard started == 0 else { throw LoopError(operation, uv: started) }
    let added = tellKernel(of: index, interest)
    guard added == 0 || added == -EEXIST else {
      handle.stop()
      throw LoopError(operation, uv: added)
    }
    if index != SlotTable.innerSet {
      table[index].toldAtOnce = table[index].bitsToldAtOnce
    }
    if !slot.isPending {
      table[index].isPending = true
      pending.append(index)
    }
  }

  /// Adds a registration to the kernel's set, as libuv will do in its next turn.
  func tellKernel(of index: UInt32, _ interest: Interest) -> CInt {
    let descriptor = table[index].libuvDescriptor
    return cuv_epoll_control(
      libuv.pollDescriptor, EPOLL_CTL_ADD, descriptor, interest.rawValue,
      UInt64(UInt32(bitPattern: descriptor)))
  }

  /// Closes a registration's handle, and notes its number if the kernel may keep a watch that nobody can
  /// remove.
  ///
  /// That is so if the descriptor was closed while a duplicate lived: the kernel knows the watch by a number
  /// that is no longer that file's. libuv would be woken by it for ever, and take it for the number's next
  /// owner.
  func leaveLibuv(_ index: UInt32) {
    guard let handle = table[index].handle else { return assertionFailure("no handle") }
    let descriptor = table[index].libuvDescriptor
    if cuv_epoll_control(libuv.pollDescriptor, EPOLL_CTL_DEL, descriptor, 0, 0) != 0 {
      suspects.append(descriptor)
    }
    handle.close(keepMemory)
    handleCount -= 1
    table[index].handle = nil
    table[index].isPending = false
  }

  /// Drops what was closed since it was started.
  ///
  /// The abort that the turn would end in is not for the process.
  func lookAtPendingBeforeTurn() {
    // Not by an iterator, which allocates in debug builds.
    var position = 0
    while position < pending.count {
      let index = pending[position]
      if table[index].isPending, table[index].place == .libuv, !isRegistered(index) {
        end(index)
      }
      position += 1
    }
  }

  /// Notes that libuv has told the kernel of all that was started.
  func forgetPending() {
    // Not by a loop over the array, which would hold on to it and have it copied.
    while let index = pending.popLast() {
      table[index].isPending = false
    }
  }

  /// Notes that libuv has stopped a handle for an error.
  ///
  /// It is found out at once whether the number is still the registered file's, as libuv itself may remove
  /// the watch later in the same turn.
  func noteStopped(_ index: UInt32) {
    assert(table[index].place == .libuv && !table[index].isStopped)
    table[index].isStopped = true
    table[index].isLost = !isRegistered(index)
    stopped.append(index)
  }

  /// Starts again what libuv has stopped for an error, which under the contract goes on being reported.
  func restartStopped() {
    guard !stopped.isEmpty else { return }
    for index in stopped where table[index].isStopped {
      table[index].isStopped = false
      guard !table[index].isLost else {
        end(index)
        continue
      }
      do throws(LoopError) {
        try start(index, for: .wait)
      } catch {
        end(index)
      }
    }
    stopped.removeAll(keepingCapacity: true)
  }
}

/// Keeps the memory of a handle that libuv has let go of.
private let keepMemory: uv_close_cb = { handle in
  guard let memory = PollHandle.memory(of: handle) else { return }
  BridgedState.with(handle?.pointee.data) { $0.spareHandles.put(memory) }
}
