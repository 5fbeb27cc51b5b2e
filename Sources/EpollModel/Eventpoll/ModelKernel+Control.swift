/// A change of an interest list.
public enum ControlOperation: CInt, Hashable, Sendable, CaseIterable {
  /// Adds an entry: `EPOLL_CTL_ADD`.
  case add = 1
  /// Removes an entry: `EPOLL_CTL_DEL`.
  case remove = 2
  /// Replaces an entry's mask and data: `EPOLL_CTL_MOD`.
  case modify = 3
}

extension ModelKernel {
  /// Makes an epoll instance (epoll_create1(2)).
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func makeEpoll(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let instance = instances.add(Eventpoll())
    instances[instance].waitQueue = makeQueue(.epoll, instance, .waiters)
    instances[instance].pollQueue = makeQueue(.epoll, instance, .pollers)
    let file = files.add(OpenFile(kind: .epoll, object: instance))
    instances[instance].file = file
    return install(file, at: number)
  }

  /// Changes an interest list (epoll_ctl(2)).
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - operation: what to do.
  ///   - descriptor: the entry's descriptor.
  ///   - events: the conditions and flags; ignored by `remove`.
  ///   - data: comes back with each event.
  /// - Throws: what the kernel refuses, in its order: ``ModelError/badDescriptor``,
  ///   ``ModelError/notPermitted``, ``ModelError/invalidArgument``, ``ModelError/loop``, and then
  ///   ``ModelError/exists`` or ``ModelError/notFound``. Neither the limit of watches nor that on the number
  ///   of ways to one file (`reverse_path_check`) is modelled.
  public mutating func control(
    _ epoll: CInt, _ operation: ControlOperation, _ descriptor: CInt, events: EventMask = [],
    data: UInt64 = 0
  ) throws(ModelError) {
    // do_epoll_ctl in fs/eventpoll.c.
    guard let file = try? self.file(of: epoll), let target = try? self.file(of: descriptor) else {
      throw refusal(.badDescriptor, by: .closedDescriptorRefused)
    }
    guard canPoll(files[target].kind) else { throw refusal(.notPermitted, by: .unwatchableFileRefused) }
    guard target != file else { throw refusal(.invalidArgument, by: .watchOfItselfRefused) }
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let targetIsEpoll = files[target].kind == .epoll
    if operation != .remove, events.contains(.exclusive) {
      try checkExclusive(operation, events, targetIsEpoll: targetIsEpoll)
    }
    let instance = files[file].object
    if operation == .add, targetIsEpoll {
      try checkNesting(of: files[target].object, in: instance)
      cover(.instanceNested)
    }

    statistics.controls += 1
    let before = statistics.comparisons
    defer { statistics.lastComparisons = statistics.comparisons - before }
    let item = search(instance, target, descriptor).found
    let complete = events.union([.error, .hangup])
    switch operation {
    case .add:
      guard item == nowhere else { throw refusal(.exists, by: .secondWatchRefused) }
      insert(into: instance, target, descriptor, complete, data)
    case .modify:
      guard item != nowhere else { throw refusal(.notFound, by: .changeOfUnwatchedRefused) }
      guard !items[item].events.contains(.exclusive) else {
        throw refusal(.invalidArgument, by: .modifyOfExclusiveRefused)
      }
      modify(item, complete, data)
    case .remove:
      guard item != nowhere else { throw refusal(.notFound, by: .changeOfUnwatchedRefused) }
      remove(item)
    }
  }

  /// Refuses what an exclusive entry may not be.
  private mutating func checkExclusive(
    _ operation: ControlOperation, _ events: EventMask, targetIsEpoll: Bool
  ) throws(ModelError) {
    guard operation != .modify else { throw refusal(.invalidArgument, by: .modifyToExclusiveRefused) }
    guard !targetIsEpoll else { throw refusal(.invalidArgument, by: .exclusiveWatchOfInstanceRefused) }
    guard events.isSubset(of: .allowedWithExclusive) else {
      throw refusal(.invalidArgument, by: .exclusiveInterestRefused)
    }
  }

  /// Source: `ep_insert`.
  private mutating func insert(
    into instance: Place, _ file: Place, _ descriptor: CInt, _ events: EventMask, _ data: UInt64
  ) {
    var item = Item()
    item.instance = instance
    item.file = file
    item.descriptor = descriptor
    item.events = events
    item.data = data
    item.nextOfFile = files[file].firstItem
    let place = items.add(item)
    if item.nextOfFile != nowhere {
      items[item.nextOfFile].previousOfFile = place
      cover(.fileWatchedOnceMore)
    }
    files[file].firstItem = place

    let spot = search(instance, file, descriptor)
    let before = instances[instance].tree.rotations
    instances[instance].tree.insert(place, below: spot.parent, isLeft: spot.isLeft, in: &items)
    statistics.rotations += instances[instance].tree.rotations - before

    watch(place)
    let mask = pollItem(place)
    cover(mask.isEmpty ? .idleWhenAdded : .readyWhenAdded)
    listIfReady(place, mask)
  }

  /// Source: `ep_modify`.
  private mutating func modify(_ item: Place, _ events: EventMask, _ data: UInt64) {
    if !items[item].isArmed { cover(.oneShotRearmed) }
    items[item].events = events
    items[item].data = data
    guard rules.contains(.rearmOnModify) else { return }
    let mask = pollItem(item)
    if items[item].isListed {
      cover(.modifiedWhileListed)
    } else if !mask.isEmpty {
      cover(.readyWhenModified)
    }
    listIfReady(item, mask)
  }

  /// Takes an item out of everything.
  ///
  /// Source: `__ep_remove`.
  mutating func remove(_ place: Place) {
    let item = items[place]
    var entry = item.firstEntry
    while entry != nowhere {
      let next = entries[entry].nextOfItem
      dequeue(entry)
      entry = next
    }
    if item.previousOfFile == nowhere {
      files[item.file].firstItem = item.nextOfFile
    } else {
      items[item.previousOfFile].nextOfFile = item.nextOfFile
    }
    if item.nextOfFile != nowhere { items[item.nextOfFile].previousOfFile = item.previousOfFile }
    let before = instances[item.instance].tree.rotations
    instances[item.instance].tree.remove(place, in: &items)
    statistics.rotations += instances[item.instance].tree.rotations - before
    if item.isListed {
      unlist(place)
      cover(.removedWhileListed)
    }
    items.remove(place)
  }

  /// Adds an item to the wait queues of its file (`ep_ptable_queue_proc`).
  private mutating func watch(_ place: Place) {
    let isExclusive = items[place].events.contains(.exclusive)
    let (first, second) = queues(of: items[place].file)
    var entry = WaitEntry(target: place, isExclusive: isExclusive)
    entry.nextOfItem = nowhere
    let firstEntry = enqueue(first, entry)
    entry.nextOfItem = firstEntry
    items[place].firstEntry = firstEntry
    guard second != nowhere else { return }
    cover(.bothQueuesWatched)
    items[place].firstEntry = enqueue(second, entry)
  }

  /// Looks for an item.
  ///
  /// Source: `ep_find` and `ep_cmp_ffd`: by the file, then by the descriptor.
  mutating func search(
    _ instance: Place, _ file: Place, _ descriptor: CInt
  ) -> (found: Place, parent: Place, isLeft: Bool) {
    var parent = nowhere
    var isLeft = false
    var place = instances[instance].tree.root
    let keyHasDescriptor = rules.contains(.keyIncludesDescriptor)
    while place != nowhere {
      statistics.comparisons += 1
      let (otherFile, otherDescriptor) = (items[place].file, items[place].descriptor)
      if file == otherFile, !keyHasDescriptor || descriptor == otherDescriptor {
        return (place, parent, isLeft)
      }
      parent = place
      isLeft = file < otherFile || (file == otherFile && descriptor < otherDescriptor)
      place = isLeft ? items[place].links.left : items[place].links.right
    }
    return (nowhere, parent, isLeft)
  }
}
