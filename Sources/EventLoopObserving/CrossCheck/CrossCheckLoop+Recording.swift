internal import EventLoopAPI

extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// The divergences that are kept, the oldest one first.
  public var divergences: [Divergence] { ring.all }

  /// What was compared so far, and how it came out.
  public var crossCheckCounts: CrossCheckCounts { counts }

  /// Writes the divergences that are kept, and the counts, to a file as JSON.
  ///
  /// The format is in docs/observing.md. A file that is there is replaced.
  ///
  /// - Throws: ``SaveError``, with the file and the system's reason.
  public func writeDivergences(to path: String) throws(SaveError) {
    let file = DivergenceFile(
      primary: primary.identity, shadow: shadow.identity, counts: counts, divergences: divergences)
    try file.write(to: path)
  }
}

extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// Records a divergence that is about nobody in particular, or about a registration that there is not.
  mutating func record(
    _ kind: Divergence.Kind, _ registered: Registered, primary said: Divergence.Report,
    shadow reported: Divergence.Report, _ kernel: Readiness?, _ settlement: Divergence.Settlement
  ) {
    counts.divergences += 1
    let divergence = Divergence(
      number: counts.divergences, time: primary.now, wait: waitNumber, kind: kind, token: registered.token,
      descriptor: registered.descriptor, interest: registered.interest, trigger: registered.trigger,
      primary: said, shadow: reported, kernel: kernel, settlement: settlement)
    if ring.append(divergence) { counts.droppedDivergences += 1 }
    divergenceHandler?(divergence)
  }

  /// Records a divergence about a registration, which is compared no more until it is modified.
  mutating func record(
    _ kind: Divergence.Kind, _ index: UInt32, primary said: Divergence.Report,
    shadow reported: Divergence.Report, kernel: Readiness? = nil,
    _ settlement: Divergence.Settlement = .atOnce
  ) {
    let registration = table[index]
    table[index].isCompared = false
    let registered = Registered(
      token: registration.token, descriptor: registration.descriptor, interest: registration.interest,
      trigger: registration.trigger)
    record(kind, registered, primary: said, shadow: reported, kernel, settlement)
  }
}

// What no loop that is right can tell, whatever happens meanwhile.
extension CrossCheckLoop where Primary: ~Copyable, Shadow: ~Copyable {
  /// Takes notice of a report that is wrong in itself.
  @usableFromInline
  mutating func noteFault(_ index: UInt32, _ readiness: Readiness, isRepeated: Bool) {
    guard table[index].isCompared else { return }
    record(
      isRepeated ? .repeated : .unasked, index, primary: primaryReport(index), shadow: .told(readiness))
  }

  @usableFromInline
  mutating func noteStranger(_ token: Token, _ readiness: Readiness) {
    // It may well be told in every wait from now on.
    guard lastStranger != token else { return }
    lastStranger = token
    record(.stranger, Registered(), primary: .silent, shadow: .told(readiness), nil, .atOnce)
  }

  @usableFromInline
  mutating func noteUnscheduled() {
    record(.unscheduled, Registered(), primary: .notAsked, shadow: .told([]), nil, .atOnce)
  }

  @usableFromInline
  mutating func noteOversized() {
    record(.oversized, Registered(), primary: .notAsked, shadow: .told([]), nil, .atOnce)
  }

  /// Takes notice of a look at the shadow that was refused.
  @usableFromInline
  mutating func noteFailure(_ refusal: LoopError) {
    guard !refusal.code.isNoFault, lastFailure != refusal.code else { return }
    lastFailure = refusal.code
    record(.answer, Registered(), primary: .accepted, shadow: .refused(refusal), nil, .atOnce)
  }
}
