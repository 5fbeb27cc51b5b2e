internal import CUV
internal import EventLoopAPI

extension BridgedState {
  /// Adds to the batch what libuv has reported, those first that wait for the longest.
  ///
  /// What does not fit stays queued. libuv reports it again in the next turn if it is still ready then, and
  /// only then is it collected: so the queue is an order, and never holds news that could be out of date.
  ///
  /// - Returns: false if the inner set filled the batch with what had to be dropped, so that another turn is
  ///   needed.
  func collectReports() -> Bool {
    var isConclusive = true
    var ambiguousCount = 0
    var position = table.first
    while position != Slot.none, batch.room > 0 {
      let index = position
      position = table[index].next
      if table[index].reportTurn != turn {
        // Not ready any more.
        drop(index)
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
    batch.seal()
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
    let wanted = readiness.intersection(table[index].told)
    guard !wanted.isEmpty else { return }
    let unread = unread(of: index)
    if unread.isEmpty {
      table[index].batchPlace = batch.append(table.token(index), wanted)
    } else {
      setUnread(of: index, to: unread.union(wanted))
    }
  }

  /// What the batch in hand holds for a slot and was not read yet.
  func unread(of index: UInt32) -> Readiness {
    batch.unread(of: table.token(index), at: table[index].batchPlace)
  }

  func setUnread(of index: UInt32, to readiness: Readiness) {
    batch.setUnread(of: table.token(index), at: table[index].batchPlace, to: readiness)
  }

  /// What libuv's report says of a slot by itself.
  func reported(_ index: UInt32) -> Readiness {
    let report = table[index].report
    return report < 0 ? .error : PollHandle.readiness(report)
  }
}
