extension ModelKernel {
  /// Notes that a queue may or may not be woken with a key in the kernel.
  mutating func markPossible(_ queue: Place, key: EventMask) {
    var place = queues[queue].first
    while place != nowhere {
      let entry = entries[place]
      if !entry.isWaiter {
        let events = items[entry.target].events
        let isArmed = !events.subtracting(.privateBits).isEmpty
        if isArmed, key.isEmpty || !events.isDisjoint(with: key), !items[entry.target].isListed {
          items[entry.target].isPossible = true
          note(entry.target) { .possible($0) }
        }
      }
      place = entry.next
    }
  }

  /// The descriptors of an instance's entries that may or may not have been woken.
  ///
  /// - Parameter epoll: the instance.
  /// - Returns: The descriptors that the entries were added with, in the order of the tree.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public func possibleWakes(_ epoll: CInt) throws(ModelError) -> [CInt] {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let tree = instances[files[file].object].tree
    var descriptors: [CInt] = []
    var item = tree.first(in: items)
    while item != nowhere {
      if items[item].isPossible, !items[item].isListed { descriptors.append(items[item].descriptor) }
      item = tree.next(after: item, in: items)
    }
    return descriptors
  }

  /// Has a possible wake have come: the entry joins the ready list, as if its callback had been called.
  ///
  /// - Parameters:
  ///   - epoll: the instance.
  ///   - descriptor: the descriptor that the entry was added with. Nothing is done if no wake of it is possible.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument``.
  public mutating func grantWake(_ epoll: CInt, _ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: epoll)
    guard files[file].kind == .epoll else { throw .invalidArgument }
    let tree = instances[files[file].object].tree
    var item = tree.first(in: items)
    while item != nowhere {
      let next = tree.next(after: item, in: items)
      if items[item].descriptor == descriptor, items[item].isPossible {
        items[item].isPossible = false
        _ = callBack(item, .everything)
      }
      item = next
    }
  }
}
