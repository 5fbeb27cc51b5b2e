extension ModelKernel {
  /// How deep instances may be nested (`EP_MAX_NESTS`).
  private static var maximumNests: Int32 { 4 }

  /// Refuses a cycle, and a chain of more than five instances.
  ///
  /// Source: `ep_loop_check` in fs/eventpoll.c.
  mutating func checkNesting(of inner: Place, in outer: Place) throws(ModelError) {
    walk += 1
    let depth = depthBelow(inner, inserting: outer, 0)
    guard depth <= Self.maximumNests else { throw refusal(.loop, by: .nestingInCycleRefused) }
    guard depth + 1 + depthAbove(outer) <= Self.maximumNests else {
      throw refusal(.loop, by: .nestingTooDeepRefused)
    }
  }

  /// Source: `ep_loop_check_proc`.
  private mutating func depthBelow(_ instance: Place, inserting outer: Place, _ depth: Int32) -> Int32 {
    if instances[instance].walk == walk { return instances[instance].walkDepth }
    instances[instance].walk = walk
    var result: Int32 = 0
    var item = instances[instance].tree.first(in: items)
    while item != nowhere, result <= Self.maximumNests {
      let file = items[item].file
      if files[file].kind == .epoll {
        let inner = files[file].object
        if inner == outer || depth > Self.maximumNests {
          result = Self.maximumNests + 1
        } else {
          result = max(result, depthBelow(inner, inserting: outer, depth + 1) + 1)
        }
      }
      item = instances[instance].tree.next(after: item, in: items)
    }
    instances[instance].walkDepth = result
    return result
  }

  /// Source: `ep_get_upwards_depth_proc`.
  private mutating func depthAbove(_ instance: Place) -> Int32 {
    if instances[instance].walk == walk { return instances[instance].walkDepth }
    var result: Int32 = 0
    var item = files[instances[instance].file].firstItem
    while item != nowhere {
      result = max(result, depthAbove(items[item].instance) + 1)
      item = items[item].nextOfFile
    }
    instances[instance].walk = walk
    instances[instance].walkDepth = result
    return result
  }

  /// Whether an instance has an event to give; items that are not ready any more leave its ready list.
  ///
  /// Source: `__ep_eventpoll_poll` and `ep_done_scan` in fs/eventpoll.c.
  mutating func pollInstance(_ instance: Place) -> EventMask {
    var mask: EventMask = []
    var item = instances[instance].firstReady
    while item != nowhere {
      let next = items[item].nextReady
      if !pollItem(item).isEmpty {
        cover(.nestedReady)
        mask = .anyRead
        break
      }
      cover(.nestedStaleDropped)
      unlist(item)
      note(item) { .dropped($0) }
      item = next
    }
    endScan(instance)
    return mask
  }

  /// Whether an instance has an event to give, without a change to it.
  func hasEvent(_ instance: Place) -> Bool {
    var item = instances[instance].firstReady
    while item != nowhere {
      let mask = self.mask(of: items[item].file, requested: items[item].events)
      if !mask.isDisjoint(with: items[item].events) { return true }
      item = items[item].nextReady
    }
    return false
  }
}
