internal import CUV
internal import EventLoopAPI
internal import Glibc

extension BridgedState {
  /// Makes a registration, or its own set, a uv_poll_t.
  func enterLibuv(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    let descriptor = table[index].libuvDescriptor
    assert(table[index].handle == nil && descriptor >= 0)
    let idle = idleHandles.take(descriptor)
    let handle = if let idle { idle } else { try makeHandle(descriptor, for: operation) }
    handle.index = index
    table[index].handle = handle
    handleCount += 1
    do throws(LoopError) {
      try resume(index, for: operation)
    } catch {
      if handle.told.isEmpty {
        handle.close()
      } else {
        idleHandles.put(handle, of: descriptor)
      }
      table[index].handle = nil
      handleCount -= 1
      throw error
    }
  }

  /// Makes a handle for a number that has none.
  private func makeHandle(
    _ descriptor: CInt, for operation: LoopError.Operation
  ) throws(LoopError) -> PollHandle {
    // uv_poll_init sets O_NONBLOCK on the open file, which is the caller's and perhaps not his alone.
    let flags = fcntl(descriptor, F_GETFL)
    let handle = try PollHandle(libuv.loop, descriptor, owner: asOwner, index: Slot.none, for: operation)
    if flags >= 0, flags & O_NONBLOCK == 0 {
      _ = fcntl(descriptor, F_SETFL, flags)
    }
    return handle
  }

  /// Adds a registration to the kernel's set, and has libuv watch it if it does not believe that it does.
  private func resume(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    let interest = table[index].libuvInterest
    guard let handle = table[index].handle, handle.told.isSuperset(of: interest) else {
      return try start(index, for: operation)
    }
    let added = tellKernel(EPOLL_CTL_ADD, of: index, interest)
    // A ghost's file is back under its old number.
    if added == -EEXIST { return try start(index, for: operation) }
    guard added == 0 else { throw LoopError(operation, uv: added) }
    noteToldAtOnce(index)
  }

  /// Starts a registration's handle, or starts it again with its present interest.
  ///
  /// libuv puts off the kernel's part to its next turn, where a refusal is an abort. So it is done here as
  /// well: the refusal is this call's, the poll descriptor knows the registration at once, and a number that
  /// is closed and reused before the turn is recognised. libuv's own attempt then meets EEXIST, for which it
  /// is prepared.
  func start(_ index: UInt32, for operation: LoopError.Operation) throws(LoopError) {
    guard let handle = table[index].handle else { return assertionFailure("no handle") }
    let interest = table[index].libuvInterest
    let started = handle.start(interest, bridgedPollCallback)
    guard started == 0 else { throw LoopError(operation, uv: started) }
    let added = tellKernel(EPOLL_CTL_ADD, of: index, interest)
    guard added == 0 || added == -EEXIST else {
      handle.stop()
      throw LoopError(operation, uv: added)
    }
    noteToldAtOnce(index)
    if !table[index].isPending {
      table[index].isPending = true
      pending.append(index)
    }
  }

  private func noteToldAtOnce(_ index: UInt32) {
    if index != SlotTable.innerSet {
      table[index].toldAtOnce = table[index].bitsToldAtOnce
    }
  }

  /// Changes what is watched for a registration that stays in libuv.
  ///
  /// uv_poll_start takes the watch out of the kernel's set and adds it again in the next turn. As long as
  /// libuv watches for as much, it has no need to know: what the kernel does not report it does not miss.
  func changeInterest(_ index: UInt32) throws(LoopError) {
    guard let handle = table[index].handle else { return assertionFailure("no handle") }
    let interest = table[index].libuvInterest
    // A turn to come would tell the kernel what libuv believes.
    if handle.told == interest || (!table[index].isPending && handle.told.isSuperset(of: interest)) {
      let result = tellKernel(EPOLL_CTL_MOD, of: index, interest)
      guard result == 0 else { throw LoopError(.modify, uv: result) }
    } else {
      try checkIdentity(of: index)
      try start(index, for: .modify)
    }
  }

  /// Tells the kernel's set of a registration, as libuv does in its turns.
  func tellKernel(_ change: CInt, of index: UInt32, _ interest: Interest) -> CInt {
    let descriptor = table[index].libuvDescriptor
    return cuv_epoll_control(
      libuv.pollDescriptor, change, descriptor, interest.rawValue,
      UInt64(UInt32(bitPattern: descriptor)))
  }

  /// Takes a registration out of the kernel's set, and keeps its handle for the number's next one.
  ///
  /// If it cannot be taken out, its descriptor was closed, perhaps while a duplicate lived: then the kernel
  /// knows the watch by a number that is no longer that file's, libuv would be woken by it for ever, and
  /// would take it for the number's next owner. So the number is noted, and libuv made to forget it.
  func leaveLibuv(_ index: UInt32) {
    guard let handle = table[index].handle else { return assertionFailure("no handle") }
    let descriptor = table[index].libuvDescriptor
    if cuv_epoll_control(libuv.pollDescriptor, EPOLL_CTL_DEL, descriptor, 0, 0) != 0 {
      suspects.append(descriptor)
      handle.close()
    } else if table[index].ownSet >= 0 {
      handle.close()
    } else {
      if table[index].isPending {
        // In its next turn libuv would add it again.
        handle.stop()
      }
      idleHandles.put(handle, of: descriptor)
    }
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
    table[index].handle?.noteStopped()
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
