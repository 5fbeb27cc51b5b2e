extension ModelKernel {
  /// The open descriptors, in ascending order.
  public var openDescriptors: [CInt] {
    descriptors.indices.filter { descriptors[$0] != nowhere }.map { CInt($0) }
  }

  /// How many descriptors are open.
  public var openDescriptorCount: Int {
    var count = 0
    for file in descriptors where file != nowhere { count += 1 }
    return count
  }

  /// The number by which the journal and the views name a descriptor's open file.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: ``ModelError/badDescriptor``.
  public func fileNumber(of descriptor: CInt) throws(ModelError) -> Int {
    Int(try anyFile(of: descriptor))
  }

  /// The number by which the journal and the views name an epoll instance.
  ///
  /// - Parameter epoll: the instance.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public func instanceNumber(of epoll: CInt) throws(ModelError) -> Int {
    Int(try instance(named: epoll))
  }

  /// What a descriptor's open file is.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: ``ModelError/badDescriptor``.
  public func kind(of descriptor: CInt) throws(ModelError) -> ModelFileKind {
    files[try anyFile(of: descriptor)].kind
  }

  func instance(named epoll: CInt) throws(ModelError) -> Place {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    return files[file].object
  }

  /// An epoll instance as it is now.
  ///
  /// - Parameter epoll: the instance.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public func view(ofInstance epoll: CInt) throws(ModelError) -> InstanceView {
    let instance = try instance(named: epoll)
    let tree = instances[instance].tree
    var order: [Place] = []
    var item = tree.first(in: items)
    while item != nowhere {
      order.append(item)
      item = tree.next(after: item, in: items)
    }
    var ready: [Int] = []
    item = instances[instance].firstReady
    while item != nowhere {
      if let index = order.firstIndex(of: item) { ready.append(index) }
      item = items[item].nextReady
    }
    return InstanceView(
      number: Int(instance), file: Int(instances[instance].file),
      tree: order.map { view(ofItem: $0, among: order) },
      readyList: ready, waitingThreads: waitingThreads(at: epoll))
  }

  private func view(ofItem place: Place, among order: [Place]) -> ItemView {
    let item = items[place]
    var depth = 0
    var above = item.links.parent
    while above != nowhere {
      depth += 1
      above = items[above].links.parent
    }
    return ItemView(
      name: name(ofItem: place), kind: files[item.file].kind, events: item.events, isListed: item.isListed,
      isPossible: item.isPossible, isSpared: item.isSpared, isRed: item.links.isRed, depth: depth,
      parent: order.firstIndex(of: item.links.parent), left: order.firstIndex(of: item.links.left),
      right: order.firstIndex(of: item.links.right))
  }

  /// An open file as it is now.
  ///
  /// - Parameter descriptor: one of its descriptors.
  /// - Throws: ``ModelError/badDescriptor``.
  public func view(ofFile descriptor: CInt) throws(ModelError) -> FileView {
    let file = try anyFile(of: descriptor)
    var queueViews: [FileView.Queue] = []
    if canPoll(files[file].kind) {
      let (first, second) = queues(of: file)
      for queue in [first, second] where queue != nowhere {
        queueViews.append(FileView.Queue(name: name(ofQueue: queue), waiting: waiting(in: queue)))
      }
    }
    return FileView(
      number: Int(file), kind: files[file].kind,
      descriptors: openDescriptors.filter { descriptors[Int($0)] == file }, state: describe(file),
      readiness: mask(of: file, requested: EventMask(rawValue: .max)), queues: queueViews)
  }

  private func waiting(in queue: Place) -> [FileView.Waiting] {
    var result: [FileView.Waiting] = []
    var place = queues[queue].first
    while place != nowhere {
      let entry = entries[place]
      result.append(
        entry.isWaiter
          ? .thread(waiters[entry.target].thread)
          : .item(name(ofItem: entry.target), isExclusive: entry.isExclusive))
      place = entry.next
    }
    return result
  }

  /// What is wrong inside the model, or nil: trees, ready lists and queues are looked at.
  ///
  /// For tests; it takes time in proportion to everything there is.
  public func violation() -> String? {
    for instance in 0..<Place(instances.capacity) where instances[instance].file != nowhere {
      let tree = instances[instance].tree
      let isAscending = { (first: Item, second: Item) in
        (first.file, first.descriptor) < (second.file, second.descriptor)
      }
      if let violation = tree.violation(in: items, isAscending: isAscending) { return violation }
      var count: Int32 = 0
      var item = instances[instance].firstReady
      while item != nowhere {
        count += 1
        if !items[item].isListed || items[item].instance != instance { return "a stray item is listed" }
        if items[item].nextReady == nowhere, instances[instance].lastReady != item { return "a wrong tail" }
        item = items[item].nextReady
      }
      if count != instances[instance].readyCount { return "the ready list is counted wrong" }
    }
    return nil
  }
}
