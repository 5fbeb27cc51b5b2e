internal import EventLoopAPI

// What becomes of a difference between what the two loops told.
extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// The looks, at least, after which a disagreement that does not end counts.
  private var leastLooks: Int { 8 }

  /// The waits after which one counts that cannot be looked at again.
  private var leastWaits: Int { 16 }

  /// Settles what the primary told and the shadow did not.
  @usableFromInline
  mutating func settleMissing(_ index: UInt32, _ missing: Readiness) {
    let registration = table[index]
    // The shadow was first, or told at another instant of what is told once.
    if registration.trigger.contains(.oneShot), registration.shadowHasTold {
      return counts.settledAsToldBefore += 1
    }
    // So long as the primary owes an edge that the shadow has told, this is it.
    if registration.trigger.contains(.edge), shadowTold(index).isEmpty,
      registration.isExcused || !registration.owed.isEmpty || isMadeAnew
    {
      return counts.settledAsToldBefore += 1
    }
    lookAgain(index, missing)
  }

  /// Looks at the shadow again and again, with poll(2) before and after each look, until it tells what it did
  /// not, or that has gone, or the time is up.
  private mutating func lookAgain(_ index: UInt32, _ missing: Readiness) {
    var missing = missing
    var looks = 0
    let end = primary.now + remainingPatience
    while true {
      guard let kernel = kernelReadiness(index) else { return }
      let gone = missing.subtracting(kernel)
      noteMovement(gone)
      missing.subtract(gone)
      if missing.isEmpty { return counts.settledAsGone += 1 }
      if looks >= leastLooks, primary.now >= end {
        return record(
          .missing, index, primary: .told(table[index].primaryTold), shadow: shadowReport(index),
          kernel: missing, .confirmed(looks: looks))
      }
      if looks >= leastLooks { KernelJudge.letOthersRun() }
      readShadow(collectShadow())
      looks += 1
      if table[index].shadowLook == look {
        let late = missing.intersection(table[index].shadowLatest)
        noteDelay(index, late)
        missing.subtract(late)
      }
      if missing.isEmpty { return counts.settledAsLate += 1 }
      // A fault of another kind was met, and the registration is compared no more.
      guard table[index].isCompared else { return }
    }
  }

  /// Takes notice of what the shadow told at a second look, and not at the first, though it was there before.
  private mutating func noteDelay(_ index: UInt32, _ late: Readiness) {
    if !late.isEmpty { delays.raise(late, of: index) }
  }

  /// Takes notice of what the primary told and was gone when the shadow looked.
  private mutating func noteMovement(_ gone: Readiness) {
    guard !gone.isEmpty else { return }
    inventions.excuse(gone)
    delays.excuse(gone)
  }

  /// Ends the comparison for what is counted and not judged one by one.
  @usableFromInline
  mutating func concludeCounts() {
    if inventions.conclude(), let (index, kernel) = inventions.latest, table[index].isCompared {
      record(
        .invented, index, primary: primaryReport(index), shadow: shadowReport(index), kernel: kernel,
        .recurred)
    }
    if delays.conclude(), let (index, _) = delays.latest, table[index].isCompared {
      record(.late, index, primary: primaryReport(index), shadow: shadowReport(index), .recurred)
    }
  }

  /// For how long the loop may block now: a shadow that is wrong throughout must not stop the application.
  private var remainingPatience: Duration { patience / (counts.divergences + 1) }

  /// Takes notice of what the shadow told and the primary did not.
  @usableFromInline
  mutating func noteExcess(_ index: UInt32, _ excess: Readiness, isComplete: Bool) {
    let primaryWasSilent = primaryTold(index).isEmpty
    // What had no room in the primary's batch comes with another one.
    guard isComplete || !primaryWasSilent else { return }
    let trigger = table[index].trigger
    let isEdge = trigger.contains(.edge)
    if isEdge, !isOneTooMany { return }
    guard let kernel = kernelReadiness(index) else { return }
    // Whatever became of it since, it was not there at the primary's look.
    delays.excuse(excess)
    let held = excess.intersection(kernel)
    if held.isEmpty {
      inventions.raise(excess, of: index, kernel)
      return counts.settledAsGone += 1
    }
    // Of a spent registration nothing more comes, and of an exclusive one another loop may have been told.
    guard trigger.isDisjoint(with: [.oneShot, .exclusive]), primaryWasSilent || !isEdge else { return }
    guard table[index].owed.isEmpty else { return }
    table[index].owed = held
    table[index].owedWaits = 0
    table[index].owedUntil = primary.now + patience
    owing.append(index)
  }

  /// Whether an edge that the shadow alone tells now is one that the primary has still to tell.
  private var isOneTooMany: Bool {
    mutating get {
      // A loop that was made anew may tell an edge once more.
      if isMadeAnew { return false }
      // The primary may have told it in a wait that was not looked at. If the next one is, it has not.
      if hasSkippedWaits { hasDoubtedEdge = true }
      // Those that come while others are followed would have all waits looked at.
      return !hasSkippedWaits && (sampling.waits == 1 || followed == 0)
    }
  }

  /// Decides whether the next wait is looked at too, though it is not its turn, to judge edges.
  @usableFromInline
  mutating func followEdges() {
    followed = hasDoubtedEdge ? 0 : followed + 1
    followsEdges = hasDoubtedEdge || owing.contains { table[$0].trigger.contains(.edge) }
    hasDoubtedEdge = false
  }

  /// Looks whether the primary has told by now what the shadow told before it.
  @usableFromInline
  mutating func reviewOwing(isComplete: Bool) {
    var kept = 0
    for position in owing.indices {
      let index = owing[position]
      guard isStillOwing(index, isComplete: isComplete) else {
        table[index].owed = []
        continue
      }
      owing[kept] = index
      kept += 1
    }
    owing.removeLast(owing.count - kept)
  }

  private mutating func isStillOwing(_ index: UInt32, isComplete: Bool) -> Bool {
    let isEdge = table[index].trigger.contains(.edge)
    guard table[index].isCompared, !table[index].owed.isEmpty else { return false }
    // An edge may have been told in a wait that was not looked at.
    if isEdge, hasSkippedWaits { return false }
    let told = primaryTold(index)
    table[index].owed.subtract(isEdge && !told.isEmpty ? table[index].owed : told)
    // Of a full batch the silence says nothing.
    if !isComplete, !table[index].owed.isEmpty { return true }
    if !table[index].owed.isEmpty {
      guard let kernel = kernelReadiness(index) else { return false }
      table[index].owed.formIntersection(kernel)
    }
    guard !table[index].owed.isEmpty else {
      counts.settledAsAhead += 1
      return false
    }
    table[index].owedWaits += 1
    guard table[index].owedWaits >= leastWaits, primary.now >= table[index].owedUntil else { return true }
    record(
      .unmatched, index, primary: primaryReport(index), shadow: .told(table[index].owed),
      kernel: table[index].owed, .persisted(waits: table[index].owedWaits))
    return false
  }

  /// What the kernel says of a registration's descriptor; nil if that was closed early, so that there is
  /// nothing to compare.
  private mutating func kernelReadiness(_ index: UInt32) -> Readiness? {
    let descriptor = table[index].descriptor
    guard let kernel = KernelJudge.readiness(of: descriptor, for: table[index].interest), isSameFile(index)
    else {
      noteClosedEarly(index)
      return nil
    }
    return kernel
  }

  /// Whether a registration's number still names the file that was registered.
  func isSameFile(_ index: UInt32) -> Bool {
    FileIdentity(of: table[index].descriptor) == table[index].file
  }

  /// Ends the comparison of a registration whose descriptor was closed: what is told of it is left free.
  mutating func noteClosedEarly(_ index: UInt32) {
    guard !table[index].isClosedEarly else { return }
    table[index].isClosedEarly = true
    table[index].isCompared = false
    counts.closedEarly += 1
  }

  /// Whether a loop had to be made anew since this was last asked in another comparison: then an edge may be
  /// told once more.
  private var isMadeAnew: Bool {
    mutating get {
      if rebuildsRound != round {
        let rebuilds = primary.statistics.rebuilds + shadow.statistics.rebuilds
        hasRebuilt = rebuilds != knownRebuilds
        knownRebuilds = rebuilds
        rebuildsRound = round
      }
      return hasRebuilt
    }
  }

  func primaryReport(_ index: UInt32) -> Divergence.Report {
    table[index].primaryRound == round ? .told(table[index].primaryTold) : .silent
  }

  func shadowReport(_ index: UInt32) -> Divergence.Report {
    table[index].shadowRound == round ? .told(table[index].shadowTold) : .silent
  }
}
