internal import CUV
internal import EventLoopAPI

extension BridgedState {
  /// libuv, old and new, polls up to 48 times in a turn, for up to 1024 reports each.
  ///
  /// With more than 1024 ready it does so to the end, however often each is reported: some 6 ms a turn.
  private static var reportLimit: Int { 48 * 1024 }

  /// Makes a batch of what libuv has reported, those first that wait for the longest.
  ///
  /// What does not fit stays queued. libuv reports it again in the next turn if it is still ready then, and
  /// only then is it collected: so the queue is an order, and never holds news that could be out of date.
  ///
  /// - Returns: false if the inner set filled the batch with what had to be dropped, so that another turn is
  ///   needed.
  func collectReports() -> Bool {
    batch.clear()
    var isConclusive = true
    var ambiguousCount = 0
    var position = table.first
    while position != Slot.none, batch.room > 0 {
      let index = position
      position = table[index].next
      if table[index].reportTurn != turn {
        // Not ready any more, unless libuv had more to report than it does in one turn.
        if reportCount < Self.reportLimit { drop(index) }
      } else if index == SlotTable.innerSet {
        let outcome = takeTurnOfInnerSet()
        isConclusive = outcome != .full
        if outcome == .wrapped, position == Slot.none, batch.count == 0 {
          // No one else waits, so that the next pass may begin.
          position = index
        }
      } else {
        table.remove(index)
        if isAmbiguous(index) {
          addToRefinement(index, at: ambiguousCount)
          ambiguousCount += 1
        } else {
          collect(index, reported(index))
        }
      }
    }
    if ambiguousCount > 0 {
      refine(ambiguousCount)
    }
    return isConclusive || batch.count > 0
  }

  /// Collects from the inner set, and gives it the place in the queue that it is due next.
  ///
  /// It keeps its place while a pass over it lasts, as all that is in it has waited as long as it has.
  private func takeTurnOfInnerSet() -> Collection {
    let outcome = collectFromInnerSet()
    if outcome != .full {
      table.remove(SlotTable.innerSet)
    }
    if outcome == .wrapped {
      table.append(SlotTable.innerSet)
    }
    return outcome
  }

  /// Takes a slot that is no longer ready out of the queue.
  private func drop(_ index: UInt32) {
    table.remove(index)
    if index == SlotTable.innerSet {
      sweep += 1
    }
  }

  /// Adds to the batch what was found of a slot.
  func collect(_ index: UInt32, _ readiness: Readiness) {
    let slot = table[index]
    let wanted = readiness.intersection(Readiness(slot.interest).union([.hangup, .error]))
    guard !wanted.isEmpty else { return }
    if !slot.isCollected {
      batch.append(table.token(index))
    }
    table[index].collected = slot.collected.union(wanted)
  }

  /// What libuv's report says of a slot by itself.
  func reported(_ index: UInt32) -> Readiness {
    let report = table[index].report
    return report < 0 ? .error : PollHandle.readiness(report)
  }
}
