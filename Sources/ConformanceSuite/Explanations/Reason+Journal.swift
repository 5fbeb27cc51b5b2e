internal import EpollModel

extension Reason {
  /// The journal for tools.
  var journalLines: [JournalLine] { entries.compactMap(line) }

  private func line(_ entry: JournalEntry) -> JournalLine? {
    switch entry {
    // A wake of a sleeping wait is told by its waiter.
    case .wake(let queue, _) where queue.role == .waiters: return nil
    case .wake(let queue, let key):
      let file = before.file(with: queue) ?? after.file(with: queue)
      let owner = file.map(fileName) ?? (queue.object == nil ? "signals" : Self.fileOnItsWay)
      return JournalLine(event: "wake", name: owner, conditions: key.conditions)
    case .callback(let item, let outcome):
      var line = self.line("callback", item)
      line.outcome = "\(outcome)"
      return line
    case .listed(let item, let mask): return line("listed", item, mask)
    case .polled(let item, let mask): return line("polled", item, mask)
    case .delivered(let item, let mask): return line("delivered", item, mask)
    case .putBack(let item): return line("putBack", item)
    case .disarmed(let item): return line("disarmed", item)
    case .dropped(let item): return line("dropped", item)
    case .removed(let item): return line("removed", item)
    case .possible(let item): return line("possible", item)
    case .waiterWoken(_, let instance):
      return JournalLine(event: "waiterWoken", instance: instanceName(instance), name: "wait")
    }
  }

  private func line(_ event: String, _ item: ItemName, _ mask: EventMask? = nil) -> JournalLine {
    JournalLine(
      event: event, instance: instanceName(item.instance),
      name: before.name(of: item) ?? after.name(of: item) ?? "?", conditions: mask?.conditions)
  }
}
