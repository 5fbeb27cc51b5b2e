internal import CUV
internal import EventLoopAPI
internal import Glibc

extension BridgedState {
  func register(
    _ descriptor: CInt,
    for interest: Interest,
    trigger: Trigger
  ) throws(LoopError) -> Token {
    try check(.register)
    try supersede(descriptor, interest.rawValue | trigger.rawValue)
    let kind = try kind(of: descriptor, for: .register)
    let place = place(of: kind, for: interest, trigger: trigger)
    let index = table.take(descriptor, place)
    table[index].interest = interest
    table[index].trigger = trigger
    table[index].kind = kind
    do throws(LoopError) {
      switch place {
      case .libuv: try enterLibuv(index, for: .register)
      case .own: try enterOwnSet(index, for: .register)
      default: try enterInnerSet(index, for: .register)
      }
    } catch {
      table.free(index)
      throw error
    }
    table.setSlot(of: descriptor, to: index)
    return table.token(index)
  }

  /// The most handles that libuv is given.
  ///
  /// It collects up to 1024 reports, and if there are as many it goes on, up to 48 times in a turn, however
  /// often each is reported (uv__io_poll). With fewer watches a turn is one look, and a batch is what was
  /// asked for.
  static var handleCapacity: Int { 1000 }

  func deregister(_ token: Token) throws(LoopError) {
    try check(.deregister)
    guard let index = table.find(token) else { throw LoopError(.deregister, .notFound) }
    if !unread(of: index).isEmpty {
      setUnread(of: index, to: [])
      counts.staleReports += 1
    }
    leave(index)
    table.free(index)
  }

  /// Looks at a descriptor, if libuv has room for it.
  func kind(of descriptor: CInt, for operation: LoopError.Operation) throws(LoopError) -> DescriptorKind {
    guard handleCount < Self.handleCapacity else { return .unseen }
    let (kind, errno) = DescriptorKind.looking(at: descriptor)
    guard errno == 0 else { throw LoopError(operation, ErrorCode(rawValue: errno)) }
    return kind
  }

  /// Where a registration has to live.
  ///
  /// A file of the kernel's lives in a set of its own, as it may show a change, which is an error as well and
  /// told unasked, to the first who polls only. Others that are asked for priority, and are no sockets, live
  /// in the inner set. Those for whom libuv has no room live there too, and so do all others of an adopted
  /// loop: that set is not ours to make anew if a watch is left behind in it.
  func place(
    of kind: DescriptorKind,
    for interest: Interest,
    trigger: Trigger,
    from before: Slot.Place = .free
  ) -> Slot.Place {
    let hasRoom = before == .libuv || before == .own || handleCount < Self.handleCapacity
    guard hasRoom, kind != .unseen else { return .inner }
    if kind == .kernelFile { return .own }
    let isPlain = trigger == .level && !interest.isEmpty && !libuv.isAdopted
    return isPlain && (kind.isSocket || !interest.contains(.priority)) ? .libuv : .inner
  }

  /// Makes way for a registration of a number whose former file was closed without deregistering.
  ///
  /// - Throws: `LoopError` if the number still stands for the registered file, or for none.
  private func supersede(_ descriptor: CInt, _ events: UInt32) throws(LoopError) {
    guard descriptor >= 0 else { throw LoopError(.register, .badDescriptor) }
    let index = table.slot(of: descriptor)
    guard index != Slot.none else { return }
    switch identity(of: index, asking: events) {
    case .registered: throw LoopError(.register, .exists)
    case .closed(let code): throw LoopError(.register, code)
    case .other: end(index)
    }
  }
}

extension BridgedState {
  /// What a registration's number stands for now.
  enum Identity {
    /// The registered file.
    case registered

    /// Another file, as the registered one was closed.
    case other

    /// Nothing that can be waited for, with the kernel's refusal.
    case closed(ErrorCode)
  }

  /// Finds out whether a registration's number still stands for the file that was registered.
  ///
  /// Adding it once more tells, and changes nothing: the kernel keeps registrations by number and open file,
  /// so it refuses the same file with EEXIST.
  ///
  /// - Parameter events: those of the registration to come, which the kernel may refuse before it looks
  ///   further.
  func identity(of index: UInt32, asking events: UInt32 = 0) -> Identity {
    let descriptor = table[index].descriptor
    let set =
      switch table[index].place {
      // What has ended is in no set; any tells what else there is.
      case .libuv, .ended, .free: libuv.pollDescriptor
      case .inner: innerSet
      case .own: table[index].ownSet
      }
    let result = cuv_epoll_control(set, EPOLL_CTL_ADD, descriptor, events, UInt64(index))
    switch -result {
    case EEXIST: return table[index].place == .ended || table[index].place == .free ? .other : .registered
    case 0:
      _ = cuv_epoll_control(set, EPOLL_CTL_DEL, descriptor, 0, 0)
      return .other
    default: return .closed(ErrorCode(rawValue: -result))
    }
  }

  /// Whether a registration's number still stands for the file that was registered.
  func isRegistered(_ index: UInt32) -> Bool {
    if case .registered = identity(of: index) { true } else { false }
  }

  /// Ends a registration whose descriptor was closed, but for its token, which the owner may still
  /// deregister.
  func end(_ index: UInt32) {
    leave(index)
    table.remove(index)
    table[index].place = .ended
    setUnread(of: index, to: [])
    let descriptor = table[index].descriptor
    if table.slot(of: descriptor) == index {
      table.setSlot(of: descriptor, to: Slot.none)
    }
  }

  /// Takes a registration out of the set it lives in.
  private func leave(_ index: UInt32) {
    switch table[index].place {
    case .libuv: leaveLibuv(index)
    case .own: leaveOwnSet(index)
    case .inner: _ = cuv_epoll_control(innerSet, EPOLL_CTL_DEL, table[index].descriptor, 0, 0)
    case .ended, .free: break
    }
  }
}
