internal import EventLoopAPI

extension AsyncEventLoop where Loop: ~Copyable {
  /// Has the loop tell of something, beside what is awaited of the descriptor already.
  func watch(_ descriptor: CInt, for interest: Interest, isConfirmed: Bool) throws(AsyncLoopError) {
    let index = Int(descriptor)
    guard watches.indices.contains(index), let token = watches[index].token else {
      return try register(descriptor, for: interest)
    }
    let awaited = watches[index].awaited.union(interest)
    if watches[index].interest.isSuperset(of: interest) || change(token, at: index, to: awaited) {
      if !isConfirmed { confirmLater(index) }
      return
    }
    drop(at: index)
    try register(descriptor, for: awaited)
  }

  /// Watches what a number names by now, where the descriptor was closed early.
  func watchAnew(_ index: Int) {
    drop(at: index)
    let awaited = watches[index].awaited
    if !awaited.isEmpty { try? register(CInt(index), for: awaited) }
  }

  /// Resumes the tasks that wait for what is ready.
  ///
  /// The loop is told to be silent only if nobody waits: a task that waits again after it has read costs no
  /// call of the kernel.
  func ready(_ token: Token, _ readiness: Readiness) {
    let index = Int(descriptors[Int(token.index)])
    guard watches[index].token == token else { return }
    let isOver = !readiness.isDisjoint(with: [.hangup, .error])
    var isResumed = false
    if isOver || readiness.contains(.readable) {
      isResumed = watches[index].resume(.reading, .success(readiness))
    }
    if isOver || readiness.contains(.writable) {
      isResumed = watches[index].resume(.writing, .success(readiness)) || isResumed
    }
    if isResumed { return }
    if isOver {
      // It would be told without end, whatever the interest.
      drop(at: index)
    } else if !change(token, at: index, to: watches[index].awaited) {
      watchAnew(index)
    }
  }

  /// Ends the watch of a descriptor and the waits for it.
  func forgetNow(_ descriptor: CInt) {
    let index = Int(descriptor)
    guard watches.indices.contains(index) else { return }
    drop(at: index)
    watches[index].resumeBoth(.failure(.forgotten))
  }

  /// Replaces what the loop tells; false if it refused, since the descriptor was closed early.
  func change(_ token: Token, at index: Int, to interest: Interest) -> Bool {
    do throws(LoopError) {
      try loop.pointee.modify(token, for: interest)
      watches[index].interest = interest
      return true
    } catch {
      return false
    }
  }

  /// Registers a descriptor for what is awaited of it; if that is refused, who waits already is told so as
  /// well.
  private func register(_ descriptor: CInt, for interest: Interest) throws(AsyncLoopError) {
    do throws(LoopError) {
      put(try loop.pointee.register(descriptor, for: interest), of: descriptor)
      watches[Int(descriptor)].interest = interest
    } catch {
      let index = Int(descriptor)
      if watches.indices.contains(index) { watches[index].resumeBoth(.failure(.refused(error))) }
      throw .refused(error)
    }
  }

  private func drop(at index: Int) {
    guard let token = watches[index].token else { return }
    watches[index].token = nil
    watches[index].interest = []
    // Once the loop has ended there is nothing to deregister from.
    if ending == nil { try? loop.pointee.deregister(token) }
  }

  private func put(_ token: Token, of descriptor: CInt) {
    while watches.count <= Int(descriptor) {
      watches.append(Watch())
    }
    while descriptors.count <= Int(token.index) {
      descriptors.append(0)
    }
    watches[Int(descriptor)].token = token
    descriptors[Int(token.index)] = descriptor
  }
}
