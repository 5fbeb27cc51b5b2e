internal import CUV
internal import EventLoopAPI

extension RawState {
  func register(
    _ descriptor: CInt,
    for interest: Interest,
    trigger: Trigger
  ) throws(LoopError) -> Token {
    guard trigger == .level else { throw LoopError(.register, .unsupported) }
    let index = freeRegistrations.last ?? UInt32(registrations.count)
    let handle = try PollHandle(
      libuv.loop, descriptor, owner: asOwner, index: index, for: .register)
    let started = handle.start(interest, pollCallback)
    guard started == 0 else {
      handle.close()
      throw LoopError(.register, uv: started)
    }
    if freeRegistrations.popLast() == nil {
      registrations.append(Registration())
    }
    registrations[Int(index)].handle = handle
    return token(index)
  }

  func modify(_ token: Token, for interest: Interest, trigger: Trigger) throws(LoopError) {
    guard let handle = find(token) else { throw LoopError(.modify, .notFound) }
    guard trigger == .level else { throw LoopError(.modify, .unsupported) }
    let started = handle.start(interest, pollCallback)
    guard started == 0 else { throw LoopError(.modify, uv: started) }
  }

  func deregister(_ token: Token) throws(LoopError) {
    guard let handle = find(token) else { throw LoopError(.deregister, .notFound) }
    handle.stop()
    handle.close()
    registrations[Int(token.index)].handle = nil
    registrations[Int(token.index)].generation &+= 1
    freeRegistrations.append(token.index)
  }

  /// The handle that a token names, if the token is not stale.
  func find(_ token: Token) -> PollHandle? {
    let index = Int(token.index)
    guard index < registrations.count, registrations[index].generation == token.generation else { return nil }
    return registrations[index].handle
  }

  fileprivate func token(_ index: UInt32) -> Token {
    Token(index: index, generation: registrations[Int(index)].generation)
  }
}

/// Notes an error as such alone, which is all that libuv tells of it, and stops at.
private let pollCallback: uv_poll_cb = { handle, status, events in
  guard let handle else { return }
  RawState.with(handle.pointee.data) {
    let readiness: Readiness = status < 0 ? .error : PollHandle.readiness(events)
    $0.note(.ready($0.token(PollHandle.index(of: handle)), readiness))
  }
}
