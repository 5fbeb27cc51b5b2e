internal import CUV
internal import EventLoopAPI
internal import Glibc

/// libuv through 1.52 tells less than the kernel does: any error becomes UV_EBADF, a hangup beside anything
/// else is dropped, a hangup alone becomes whatever was asked for (uv__io_poll, uv__poll_io). poll(2) knows
/// the rest.
extension BridgedState {
  /// Whether libuv's report of a slot may stand for different states of its file.
  func isAmbiguous(_ index: UInt32) -> Bool {
    // An error's negative number has other bits as well.
    table[index].report & ~table[index].toldAtOnce != 0
  }

  /// Adds a slot to the batch and to those to be refined.
  func addToRefinement(_ index: UInt32, at position: Int) {
    table[index].batchPlace = batch.append(table.token(index), [])
    // All these bits have the same values for poll(2) as for epoll.
    batch.polls[position] = pollfd(
      fd: table[index].descriptor,
      events: Int16(truncatingIfNeeded: table[index].interest.rawValue),
      revents: 0
    )
    batch.polledSlots[position] = index
  }

  /// Asks the kernel about the ambiguous slots of the batch, all at once.
  func refine(_ count: Int) {
    assert(count <= batch.count, "a refined slot has no place in the batch")
    var result: CInt
    repeat {
      result = poll(batch.polls, nfds_t(count), 0)
    } while result < 0 && errno == EINTR
    for position in 0..<count {
      let flags = result < 0 ? CShort(POLLNVAL) : batch.polls[position].revents
      refine(batch.polledSlots[position], with: CInt(flags))
    }
  }

  private func refine(_ index: UInt32, with flags: CInt) {
    let slot = table[index]
    let wanted = slot.told
    let told = reported(index).intersection(wanted)
    var readiness = Readiness(rawValue: UInt32(bitPattern: flags)).intersection(wanted)
    if flags & POLLNVAL != 0 || !isBorneOut(told, by: readiness) {
      // Closed while a duplicate lives, and its number perhaps reused: nobody can tell what it is ready for.
      guard isRegistered(index) else { return end(index) }
      if flags & POLLNVAL != 0 { readiness = told }
    }
    if slot.report < 0 {
      // Some of the kernel's files clear an error when they are polled, and libuv has polled first.
      readiness.insert(.error)
    }
    if slot.kind == .socket, readiness.contains(.writable), !readiness.contains(.hangup) {
      table[index].kind = .connectedSocket
      table[index].toldAtOnce = table[index].bitsToldAtOnce
    }
    // A file that has changed since is reported as it was: that was true, and it is not for us to hide it.
    setUnread(of: index, to: readiness.isEmpty ? told : readiness)
  }

  /// Whether the kernel's flags explain what libuv told; if not they may be another file's.
  private func isBorneOut(_ told: Readiness, by flags: Readiness) -> Bool {
    flags.contains(.hangup) || (!flags.isEmpty && flags.isSuperset(of: told))
  }
}
