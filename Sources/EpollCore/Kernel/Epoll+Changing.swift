public import CEpoll
public import EventLoopAPI

extension Epoll {
  /// Adds a descriptor to the interest list, with data that each of its events will carry.
  ///
  /// The entry belongs to the open file and the number together (epoll(7), question 1), so that a duplicate
  /// can be added beside it. It ends when the last number of the open file is closed, not before.
  ///
  /// - Throws: `EpollError` of operation `add`: `EEXIST` if it is on the list already, `EBADF` if it is not
  ///   open, `EPERM` if its kind cannot be waited for (regular files and directories), `EINVAL` for the
  ///   instance itself, for a combination that ``Events/exclusive`` forbids, and for an instance that some
  ///   500 others watch (`reverse_path_check` in fs/eventpoll.c), `ELOOP` for a cycle of instances or more
  ///   than five of them one inside the other, `ENOSPC` at the user's limit
  ///   /proc/sys/fs/epoll/max_user_watches, `ENOMEM`.
  @inlinable
  public func add(_ descriptor: CInt, for events: Events, data: UInt64) throws(EpollError) {
    if let refusal = control(.add, descriptor, events: events.rawValue, data: data) {
      throw EpollError(.add, refusal)
    }
  }

  /// Replaces the conditions, flags and data of an entry, and arms it anew.
  ///
  /// - Throws: `EpollError` of operation `modify`: `ENOENT` if the descriptor is not on the list, `EBADF` if
  ///   it is not open, `EPERM` if its kind cannot be waited for, `EINVAL` for the instance itself and if the
  ///   entry is exclusive or is to become so.
  @inlinable
  public func modify(_ descriptor: CInt, for events: Events, data: UInt64) throws(EpollError) {
    if let refusal = control(.modify, descriptor, events: events.rawValue, data: data) {
      throw EpollError(.modify, refusal)
    }
  }

  /// Removes a descriptor from the interest list.
  ///
  /// Events of it that are in a ``Buffer`` already stay there.
  ///
  /// - Throws: `EpollError` of operation `remove`: `ENOENT` if the descriptor is not on the list, `EBADF` if
  ///   it is not open, `EPERM` if its kind cannot be waited for, `EINVAL` for the instance itself.
  @inlinable
  public func remove(_ descriptor: CInt) throws(EpollError) {
    if let refusal = control(.remove, descriptor) {
      throw EpollError(.remove, refusal)
    }
  }

  /// Adds a descriptor to the interest list, or modifies its entry if it is there: one system call or two.
  ///
  /// Adding is tried first, since only that tells a new exclusive entry from a forbidden change. If another
  /// thread removes the entry between the two calls, it is added after all; whatever the others do, the list
  /// holds exactly this entry when the call succeeds.
  ///
  /// - Throws: `EpollError` of operation `add` or `modify`, whichever the kernel refused, for the reasons
  ///   that ``add(_:for:data:)`` and ``modify(_:for:data:)`` have, `EEXIST` and `ENOENT` excepted.
  @inlinable
  public func addOrModify(_ descriptor: CInt, for events: Events, data: UInt64) throws(EpollError) {
    // Each round but the last is another thread's change, so that some thread always gets on.
    while true {
      guard let refusal = control(.add, descriptor, events: events.rawValue, data: data) else { return }
      guard refusal == .exists else { throw EpollError(.add, refusal) }
      guard let refusal = control(.modify, descriptor, events: events.rawValue, data: data) else { return }
      guard refusal == .notFound else { throw EpollError(.modify, refusal) }
    }
  }

  /// Adds entries in their order, and stops at the first that the kernel refuses.
  ///
  /// - Throws: ``BatchError``, which says which entry was refused and why, for the reasons that
  ///   ``add(_:for:data:)`` has; those before it stay added, those after it were not tried.
  @inlinable
  public func add(contentsOf entries: some Sequence<Entry>) throws(BatchError) {
    var index = 0
    for entry in entries {
      if let refusal = control(.add, entry.descriptor, events: entry.events.rawValue, data: entry.data) {
        throw BatchError(index: index, code: refusal)
      }
      index += 1
    }
  }
}

extension Epoll {
  /// The change that a call of epoll_ctl(2) makes.
  @usableFromInline
  enum Change {
    case add
    case modify
    case remove

    @inlinable var operation: CInt {
      switch self {
      case .add: CInt(EPOLL_CTL_ADD)
      case .modify: CInt(EPOLL_CTL_MOD)
      case .remove: CInt(EPOLL_CTL_DEL)
      }
    }
  }

  /// Calls epoll_ctl(2), and returns nil or the kernel's refusal.
  @inlinable
  func control(_ change: Change, _ target: CInt, events: UInt32 = 0, data: UInt64 = 0) -> ErrorCode? {
    let result = cepoll_ctl(descriptor, change.operation, target, events, data)
    return result < 0 ? ErrorCode(rawValue: -result) : nil
  }
}
