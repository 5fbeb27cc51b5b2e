public import EventLoopAPI

extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// Collects one batch of the primary's, and compares it with what the shadow tells.
  ///
  /// - Throws: `LoopError`, as the primary does.
  @inlinable
  public mutating func wait(_ limit: Wait) throws(LoopError) {
    if hasUnread() { return }
    waitNumber &+= 1
    waitsToComparison &-= 1
    let isDue = waitsToComparison == 0 || followsEdges
    if waitsToComparison == 0 { waitsToComparison = sampling.waits }
    if isDue || dropCount > 0 {
      try waitAndRead(limit, comparing: isDue)
    } else {
      hasSkippedWaits = true
      isReadToEnd = false
      try primary.wait(limit)
    }
  }

  /// The next event of the batch: readiness first, then timers, then the wake; nil at the end.
  @inlinable
  public mutating func next() -> Event? {
    while position < entries.count {
      let entry = entries[position]
      position += 1
      let readiness = readiness(of: entry)
      if !readiness.isEmpty { return .ready(entry.token, readiness) }
      dropped &+= 1
    }
    if let event = held {
      held = nil
      return event
    }
    if isReadToEnd { return nil }
    if let event = primary.next() { return event }
    isReadToEnd = true
    return nil
  }

  /// What is told of an event that was read from the primary: nothing if its registration has ended, and no
  /// more than is asked for by now.
  @inlinable
  func readiness(of entry: BatchEntry) -> Readiness {
    guard entry.index != WatchedRegistration.none else { return entry.found }
    guard table[entry.index].isLive, table[entry.index].token == entry.token else { return [] }
    return entry.found.intersection(table[entry.index].told)
  }

  /// Whether something that was read from the primary is still to be told.
  @inlinable
  mutating func hasUnread() -> Bool {
    while position < entries.count {
      if !readiness(of: entries[position]).isEmpty { return true }
      position += 1
      dropped &+= 1
    }
    return held != nil
  }

  /// Waits for a batch that has something to tell, and reads the readiness of it.
  @inlinable
  mutating func waitAndRead(_ limit: Wait, comparing isDue: Bool) throws(LoopError) {
    while true {
      // With something unread the primary does not look at the kernel, so its silence says nothing.
      let isCompared = isDue && isReadToEnd
      entries.removeAll(keepingCapacity: true)
      position = 0
      isReadToEnd = false
      try primary.wait(limit)
      let refusal = isCompared ? collectShadow() : nil
      let count = readPrimary()
      if isCompared {
        compare(isComplete: isComplete(count), refusal)
      } else {
        hasSkippedWaits = true
      }
      // What was dropped must not end the wait.
      guard entries.isEmpty, held == nil, count > 0, !hasPassed(limit) else { return }
    }
  }

  /// Reads the primary's readiness events, up to the first timer or wake, which is held; returns how many.
  @inlinable
  mutating func readPrimary() -> Int {
    round &+= 1
    heldDeadline = primary.nextDeadline
    var count = 0
    while let event = primary.next() {
      guard case .ready(let token, let readiness) = event else {
        held = event
        return count
      }
      count += 1
      guard let index = table.find(token) else {
        entries.append(BatchEntry(token: token, found: readiness, index: WatchedRegistration.none))
        continue
      }
      if table[index].dropsReport {
        table[index].dropsReport = false
        dropCount -= 1
        dropped &+= 1
        continue
      }
      table[index].primaryRound = round
      table[index].primaryTold = readiness
      table[index].isExcused = table[index].shadowToldAt == completeLooks
      table[index].entry = entries.count
      entries.append(BatchEntry(token: token, found: readiness, index: index))
    }
    isReadToEnd = true
    return count
  }

  /// Whether a batch of so many events had room for one more and a wake, so that what is not in it was not
  /// ready.
  @inlinable
  func isComplete(_ count: Int) -> Bool {
    capacity > 1 ? count < capacity - 1 : count == 0 && held == nil
  }

  @usableFromInline
  func hasPassed(_ limit: Wait) -> Bool { limit.hasPassed(at: primary.now) }

  /// Whether the batch in hand holds an event of a registration that would be told by this interest.
  func hasUnreadReport(of index: UInt32, for interest: Interest) -> Bool {
    let place = table[index].entry
    guard place >= position, place < entries.count, entries[place].token == table[index].token else {
      return false
    }
    let told = Readiness(interest).union(.hangup).union(.error)
    return !entries[place].found.isDisjoint(with: told)
  }
}
