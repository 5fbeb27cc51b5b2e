internal import CUV
internal import EventLoopAPI

extension BridgedState {
  /// Adds to the batch what libuv has reported, those first that wait for the longest.
  ///
  /// What does not fit stays queued. libuv reports it again in the next turn if it is still ready then, and
  /// only then is it collected: so the queue is an order, and never holds news that could be out of date. The
  /// news of own sets is different: it is there once only, and told as it was.
  ///
  /// - Returns: false if the inner set filled the batch with what had to be dropped, so that another turn is
  ///   needed.
  func collectReports() -> Bool {
    var innerOutcome = Collection.exhausted
    var ambiguousCount = 0
    var putOffCount = 0
    var position = table.first
    while position != Slot.none, batch.room > 0 {
      let index = position
      position = table[index].next
      if table[index].place == .inner {
        table.remove(index)
        collectPutOff(index)
        putOffCount += 1
      } else if table[index].place == .own {
        table.remove(index)
        collectOwed(index)
      } else if table[index].reportTurn != turn {
        // Not ready any more.
        drop(index)
      } else if index == SlotTable.innerSet {
        innerOutcome = collectFromInnerSet()
        while innerOutcome == .full, batch.room > 0, putOffCount > 0 {
          // Those that were put off, and are told by now, have taken the room of others.
          putOffCount -= 1
          innerOutcome = collectFromInnerSet()
        }
        // While a pass over it lasts it keeps its place, as all that is in it has waited as long as it has.
        if innerOutcome != .full {
          table.remove(index)
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
    if innerOutcome == .wrapped {
      collectMetAgain()
      // Not before, as its turn is over for now.
      table.append(SlotTable.innerSet)
    }
    if ambiguousCount > 0 {
      refine(ambiguousCount)
    }
    batch.seal()
    if owedCount > 0 {
      // Who watches the poll descriptor must see that there is more.
      uv_async_send(gate.handle)
    }
    return innerOutcome != .full || batch.count > 0
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
