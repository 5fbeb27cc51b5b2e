public import EventLoopAPI

extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// Makes the shadow collect a batch; returns what it is refused for.
  @inlinable
  mutating func collectShadow() -> LoopError? {
    look &+= 1
    do throws(LoopError) {
      try shadow.wait(.poll)
      return nil
    } catch {
      return error
    }
  }

  /// Reads the shadow's batches until they have no news, and compares what both loops have told.
  @inlinable
  mutating func compare(isComplete: Bool, _ refusal: LoopError?) {
    touched.removeAll(keepingCapacity: true)
    // From here on, what the shadow tells is told after the primary's look.
    if isComplete { completeLooks &+= 1 }
    readShadow(refusal)
    counts.comparedWaits &+= 1
    for position in entries.indices {
      let index = entries[position].index
      guard index != WatchedRegistration.none, table[index].isCompared else { continue }
      counts.comparedEvents &+= 1
      let told = primaryTold(index)
      let missing = told.subtracting(shadowTold(index))
      if !missing.isEmpty {
        settleMissing(index, missing)
      } else if inventions.total + delays.total > 0 {
        inventions.lower(told)
        delays.lower(told)
      }
    }
    if hasOwing { reviewOwing(isComplete: isComplete) }
    // Settling may have looked at the shadow again, and have had more told.
    var position = 0
    while position < touched.count {
      let index = touched[position]
      position += 1
      guard table[index].isCompared else { continue }
      let excess = shadowTold(index).subtracting(primaryTold(index))
      if !excess.isEmpty { noteExcess(index, excess, isComplete: isComplete) }
    }
    if inventions.isPending || delays.isPending { concludeCounts() }
    if sampling.waits > 1 { followEdges() }
    hasSkippedWaits = false
  }

  /// What the primary told of a registration in this comparison, of what both loops can tell.
  @inlinable
  func primaryTold(_ index: UInt32) -> Readiness {
    table[index].primaryRound == round ? table[index].primaryTold.intersection(comparedFlags) : []
  }

  /// What the shadow told of a registration in this comparison, of what both loops can tell.
  @inlinable
  func shadowTold(_ index: UInt32) -> Readiness {
    table[index].shadowRound == round ? table[index].shadowTold.intersection(comparedFlags) : []
  }

  /// Reads the batch that the shadow has collected, and further ones while they have news and may not be all.
  ///
  /// A loop may spend part of a batch on what is for nobody, so half a batch is taken for a full one.
  @inlinable
  mutating func readShadow(_ refusal: LoopError?) {
    if let refusal { return noteFailure(refusal) }
    while true {
      let touchedBefore = touched.count
      let count = readShadowBatch()
      guard 2 * count >= shadowCapacity, count <= shadowCapacity, touched.count > touchedBefore else {
        return
      }
      if let refusal = collectShadow() { return noteFailure(refusal) }
      look &-= 1
    }
  }

  /// Reads one batch of the shadow; returns the number of its readiness events.
  @inlinable
  mutating func readShadowBatch() -> Int {
    shadowBatch &+= 1
    var count = 0
    while let event = shadow.next() {
      guard case .ready(let token, let readiness) = event else {
        noteUnscheduled()
        continue
      }
      count += 1
      if let index = table.find(shadow: token) {
        note(index, readiness)
      } else {
        noteStranger(token, readiness)
      }
      // A batch without an end must not hold the application up.
      if count > shadowCapacity {
        noteOversized()
        break
      }
    }
    return count
  }

  /// Takes notice of what the shadow tells of a registration.
  @inlinable
  mutating func note(_ index: UInt32, _ readiness: Readiness) {
    let isAgain = table[index].shadowBatch == shadowBatch
    let isSpent = table[index].shadowHasTold && table[index].trigger.contains(.oneShot)
    if isAgain || isSpent || readiness.isEmpty || !readiness.isSubset(of: table[index].told) {
      noteFault(index, readiness, isRepeated: isAgain || isSpent)
    }
    if table[index].shadowRound != round {
      table[index].shadowRound = round
      table[index].shadowTold = []
      touched.append(index)
    }
    table[index].shadowTold.formUnion(readiness)
    table[index].shadowLatest =
      table[index].shadowLook == look ? table[index].shadowLatest.union(readiness) : readiness
    table[index].shadowLook = look
    table[index].shadowBatch = shadowBatch
    table[index].shadowToldAt = completeLooks
    table[index].shadowHasTold = true
  }

  @usableFromInline
  var hasOwing: Bool { !owing.isEmpty }
}
