extension ModelKernel {
  /// Notes that a queue may or may not be woken with a key in the kernel.
  mutating func markPossible(_ queue: Place, key: EventMask) {
    var place = queues[queue].first
    while place != nowhere {
      let entry = entries[place]
      if !entry.isWaiter {
        if mayJoin(entry.target, key) {
          items[entry.target].isPossible = true
          note(entry.target) { .possible($0) }
        }
        // Those who poll the entry's instance are told as well, also if it is listed already.
        if isConcerned(entry.target, key) {
          markPossible(instances[items[entry.target].instance].pollQueue, key: .readable)
        }
      }
      place = entry.next
    }
  }

  /// Notes that a wake was used up before it came to these entries of a queue.
  ///
  /// Nothing promises that: by epoll_ctl(2) at least one of those that are exclusive is told.
  mutating func spare(_ first: Place, _ key: EventMask) {
    var place = first
    while place != nowhere {
      let entry = entries[place]
      if !entry.isWaiter, mayJoin(entry.target, key) { items[entry.target].isSpared = true }
      place = entry.next
    }
  }

  /// Whether an entry would join the ready list if it were called with a key.
  private func mayJoin(_ item: Place, _ key: EventMask) -> Bool {
    isConcerned(item, key) && !items[item].isListed
  }

  private func isConcerned(_ item: Place, _ key: EventMask) -> Bool {
    items[item].isArmed && (key.isEmpty || !items[item].events.isDisjoint(with: key))
  }

  /// The descriptors of an instance's entries that may or may not have been woken.
  ///
  /// - Parameter epoll: the instance.
  /// - Returns: The descriptors that the entries were added with, in the order of the tree.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public func possibleWakes(_ epoll: CInt) throws(ModelError) -> [CInt] {
    try descriptors(of: epoll) { $0.isPossible && !$0.isListed }
  }

  /// The descriptors of an instance's exclusive entries that were not woken since others had used the wake
  /// up.
  ///
  /// - Parameter epoll: the instance.
  /// - Returns: The descriptors that the entries were added with, in the order of the tree.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public func sparedWakes(_ epoll: CInt) throws(ModelError) -> [CInt] {
    try descriptors(of: epoll) { $0.isSpared && !$0.isListed }
  }

  private func descriptors(of epoll: CInt, where isIncluded: (Item) -> Bool) throws(ModelError) -> [CInt] {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let tree = instances[files[file].object].tree
    var descriptors: [CInt] = []
    var item = tree.first(in: items)
    while item != nowhere {
      if isIncluded(items[item]) { descriptors.append(items[item].descriptor) }
      item = tree.next(after: item, in: items)
    }
    return descriptors
  }

  /// Has a possible or a spared wake have come: the entry joins the ready list, as if it had been called.
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - descriptor: the descriptor that the entry was added with. Nothing is done if no wake of it is
  ///     possible.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public mutating func grantWake(_ epoll: CInt, _ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let tree = instances[files[file].object].tree
    var item = tree.first(in: items)
    while item != nowhere {
      let next = tree.next(after: item, in: items)
      if items[item].descriptor == descriptor, items[item].isPossible || items[item].isSpared {
        items[item].isPossible = false
        items[item].isSpared = false
        _ = callBack(item, .everything)
      }
      item = next
    }
  }
}

extension ModelKernel {
  /// Puts entries at the head of the ready list, for an observer who follows another order than Linux's.
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - data: the data of the entries, in the order that they shall have.
  ///   - addsOthers: whether those of them join the list that are not on it.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public mutating func arrangeReadyList(
    _ epoll: CInt, first data: [UInt64], addingOthers addsOthers: Bool = false
  ) throws(ModelError) {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let instance = files[file].object
    if addsOthers {
      let tree = instances[instance].tree
      var item = tree.first(in: items)
      while item != nowhere {
        if items[item].isArmed, !items[item].isListed, data.contains(items[item].data) { list(item) }
        item = tree.next(after: item, in: items)
      }
    }
    var listed: [Place] = []
    var item = instances[instance].firstReady
    while item != nowhere {
      listed.append(item)
      item = items[item].nextReady
    }
    let first = data.compactMap { wanted in listed.first { items[$0].data == wanted } }
    for item in listed { unlist(item) }
    for item in first + listed.filter({ !first.contains($0) }) { list(item) }
  }

  /// Whether a descriptor stands for the file that an entry with this data watches.
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - descriptor: the descriptor that the entry was added with.
  ///   - data: the entry's data.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public func watches(_ epoll: CInt, _ descriptor: CInt, data: UInt64) throws(ModelError) -> Bool {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let target = try self.file(of: descriptor)
    // As `search` does, of which the kernel's comparisons are counted.
    var item = instances[files[file].object].tree.root
    while item != nowhere {
      let (otherFile, otherDescriptor) = (items[item].file, items[item].descriptor)
      if otherFile == target, otherDescriptor == descriptor { return items[item].data == data }
      let isLeft = target < otherFile || (target == otherFile && descriptor < otherDescriptor)
      item = isLeft ? items[item].links.left : items[item].links.right
    }
    return false
  }
}
