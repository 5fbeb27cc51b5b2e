internal import CUV
internal import EventLoopAPI

extension BridgedState {
  func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    try check(.modify)
    guard let index = table.find(token) else { throw LoopError(.modify, .notFound) }
    let owner = table.slot(of: table[index].descriptor)
    // It was closed early, and its number is registered anew.
    guard owner == index || owner == Slot.none else { throw LoopError(.modify, .notFound) }
    let before = table[index]
    let kind = try kindToModify(index)
    let place = place(of: kind, for: interest, trigger: trigger, from: before.place)
    let isExclusive = before.trigger.contains(.exclusive) || trigger.contains(.exclusive)
    if isExclusive || place != before.place {
      try checkIdentity(of: index, modifyingTo: trigger)
    }
    guard !isExclusive else { throw LoopError(.modify, .invalidArgument) }
    let found = batch.found(for: token, at: before.batchPlace)
    table[index].interest = interest
    table[index].trigger = trigger
    table[index].place = place
    table[index].kind = kind
    // The one report of a one-shot registration is in the batch already: the kernel must not give another.
    table[index].isDisarmed =
      trigger.contains(.oneShot) && !found.isDisjoint(with: table[index].told)
    do throws(LoopError) {
      try move(index, from: before.place)
    } catch {
      table[index].interest = before.interest
      table[index].trigger = before.trigger
      table[index].place = before.place
      table[index].kind = before.kind
      table[index].isDisarmed = before.isDisarmed
      if let handle = table[index].handle, handle.told.isEmpty {
        restartAsBefore(index)
      }
      throw error
    }
    setOwed(index, [])
    table[index].toldAtOnce = table[index].bitsToldAtOnce
    batch.tell(token, at: before.batchPlace, only: table[index].told)
    table[index].sweep = 0
  }

  /// Makes a changed registration known where it is to live, and unknown where it lived.
  ///
  /// What can be refused comes first, so that a refusal leaves nothing to undo. Where it stays in its set the
  /// kernel also tells by the change whether it is still the registered file.
  private func move(_ index: UInt32, from place: Slot.Place) throws(LoopError) {
    switch (place, table[index].place) {
    case (.inner, .inner), (.own, .own):
      try control(EPOLL_CTL_MOD, index, for: .modify)
      table.remove(index)
    case (.inner, .own):
      try enterOwnSet(index, for: .modify)
      _ = cuv_epoll_control(innerSet, EPOLL_CTL_DEL, table[index].descriptor, 0, 0)
      table.remove(index)
    case (.inner, _):
      try enterLibuv(index, for: .modify)
      _ = cuv_epoll_control(innerSet, EPOLL_CTL_DEL, table[index].descriptor, 0, 0)
      table.remove(index)
    case (_, .inner):
      try enterInnerSet(index, for: .modify)
      leaveLibuv(index)
      table.remove(index)
    default:
      try changeInterest(index)
    }
  }

  /// Refuses to modify a registration whose number is no longer its file's.
  func checkIdentity(of index: UInt32, modifyingTo trigger: Trigger = .level) throws(LoopError) {
    switch identity(of: index) {
    case .registered: break
    case .other:
      // The kernel looks at the trigger before it looks for the registration.
      throw LoopError(.modify, trigger.contains(.exclusive) ? .invalidArgument : .notFound)
    case .closed(let code): throw LoopError(.modify, code)
    }
  }

  /// What is known of a descriptor: it stays what it is, but a connection may have been dissolved.
  private func kindToModify(_ index: UInt32) throws(LoopError) -> DescriptorKind {
    switch table[index].kind {
    case .unseen: try kind(of: table[index].descriptor, for: .modify)
    case .connectedSocket: .socket
    case let kind: kind
    }
  }

  /// Starts a handle again whose start with another interest was refused.
  ///
  /// libuv has no change of interest, only removal and addition, between which another process may take the
  /// last watch that the system's limit allows. Without one the registration cannot live on.
  private func restartAsBefore(_ index: UInt32) {
    do throws(LoopError) {
      try start(index, for: .modify)
    } catch {
      end(index)
    }
  }
}
