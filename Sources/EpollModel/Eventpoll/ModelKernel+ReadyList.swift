extension ModelKernel {
  /// Puts an item at the tail of its instance's ready list.
  mutating func list(_ item: Place) {
    let instance = items[item].instance
    let last = instances[instance].lastReady
    items[item].isListed = true
    items[item].isPossible = false
    items[item].isSpared = false
    items[item].previousReady = last
    items[item].nextReady = nowhere
    if last == nowhere { instances[instance].firstReady = item } else { items[last].nextReady = item }
    instances[instance].lastReady = item
    instances[instance].readyCount += 1
  }

  /// Takes an item off the ready list.
  mutating func unlist(_ item: Place) {
    let instance = items[item].instance
    let (previous, next) = (items[item].previousReady, items[item].nextReady)
    if previous == nowhere {
      instances[instance].firstReady = next
    } else {
      items[previous].nextReady = next
    }
    if next == nowhere {
      instances[instance].lastReady = previous
    } else {
      items[next].previousReady = previous
    }
    items[item].isListed = false
    items[item].previousReady = nowhere
    items[item].nextReady = nowhere
    instances[instance].readyCount -= 1
  }

  /// An item's callback: the file's queue was woken with this key.
  ///
  /// Whether an exclusive wake is used up.
  ///
  /// Source: `ep_poll_callback` in fs/eventpoll.c.
  mutating func callBack(_ item: Place, _ key: EventMask) -> Bool {
    statistics.callbacks += 1
    let events = items[item].events
    var took = false
    let outcome: CallbackOutcome
    if !items[item].isArmed {
      outcome = .disarmed
      cover(.wokenWhileDisarmed)
    } else if !matches(events, key) {
      outcome = .keyDoesNotMatch
      cover(.wakeForOtherConditions)
    } else if items[item].isListed {
      outcome = .alreadyListed
      cover(.wokenWhileListed)
    } else {
      outcome = .joined
      cover(.listedByWake)
    }
    note(item) { .callback($0, outcome) }
    if outcome == .joined || outcome == .alreadyListed {
      items[item].said = key.isEmpty ? events : events.intersection(key)
      if outcome == .joined { list(item) }
      took = announce(item, key)
    }
    // What is not exclusive never uses up a wake.
    return took || !events.contains(.exclusive)
  }

  /// Whether a wake concerns an item.
  private func matches(_ events: EventMask, _ key: EventMask) -> Bool {
    guard rules.contains(.callbackKeyFilter) else { return true }
    return key.isEmpty || !key.isDisjoint(with: events)
  }

  /// Wakes a thread that waits at the item's instance, and those who poll it.
  ///
  /// Whether an exclusive item has used the wake for a condition that it asked for.
  private mutating func announce(_ item: Place, _ key: EventMask) -> Bool {
    let instance = items[item].instance
    var took = false
    if isWatched(instances[instance].waitQueue) {
      let events = items[item].events
      if events.contains(.exclusive) {
        let direction = key.intersection([.readable, .writable])
        // A wake for both directions is taken for no one's.
        took = direction.isEmpty || (direction.rawValue.nonzeroBitCount == 1 && events.contains(direction))
      }
      wake(instances[instance].waitQueue, key: .everything)
    }
    // Outside of the lock: `ep_poll_safewake`.
    if isWatched(instances[instance].pollQueue) { cover(.outerToldOfWake) }
    wake(instances[instance].pollQueue, key: .readable)
    return took
  }

  /// Lists an item that was found ready when it was added or modified, and tells those who wait.
  ///
  /// Source: the ends of `ep_insert` and `ep_modify` in fs/eventpoll.c.
  mutating func listIfReady(_ item: Place, _ mask: EventMask) {
    guard !mask.isEmpty, !items[item].isListed else { return }
    items[item].said = mask
    list(item)
    note(item) { .listed($0, mask: mask) }
    let instance = items[item].instance
    if isWatched(instances[instance].pollQueue) { cover(.outerToldOfAdding) }
    wake(instances[instance].waitQueue, key: .everything)
    wake(instances[instance].pollQueue, key: .readable)
  }

  /// Writes down what happened to an item, if a journal is kept.
  @inline(__always)
  mutating func note(_ item: Place, _ entry: (ItemName) -> JournalEntry) {
    guard journal != nil else { return }
    let entry = entry(name(ofItem: item))
    journal?.append(entry)
  }

  func name(ofItem place: Place) -> ItemName {
    let item = items[place]
    return ItemName(
      instance: Int(item.instance), file: Int(item.file), descriptor: item.descriptor, data: item.data)
  }
}
