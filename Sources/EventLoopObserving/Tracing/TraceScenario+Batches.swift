internal import EventLoopAPI

/// What is done while a batch is read.
extension TraceScenario {
  /// Leaves out what was modified while its event was unread, where what is told then takes the same order in
  /// the batch: less of it is told, or nothing, or a registration that is armed anew is spent.
  mutating func leaveOutUnread(in batch: [TraceRecord], fresh: Set<UInt32>) {
    let hidden = Set(batch.lazy.filter(hides).map(\.file))
    for (place, record) in batch.enumerated() where record.kind == .modify && record.isDone {
      let file = Int(record.file)
      guard isFollowed(file), let object = objects[file], let readiness = object.readiness else { continue }
      let asked = readiness.intersection(object.interest.readiness)
      let isUndecided: Bool
      if let telling = batch.firstIndex(where: { $0.kind == .ready && $0.file == record.file }) {
        let isSpent = Trigger(rawValue: record.bits).contains(.oneShot)
        isUndecided = telling > place && (isSpent || Readiness(rawValue: batch[telling].bits) != asked)
      } else {
        let isQuiet = !object.trigger.isDisjoint(with: [.edge, .oneShot]) && !object.isArmed
        let isUnread = !asked.isEmpty && (!isQuiet || fresh.contains(record.file))
        isUndecided = isUnread && !hidden.contains(record.file)
      }
      guard isUndecided else { continue }
      objects[file]?.leaveOut("it was modified while its event was unread")
      lines += leaveOut(file)
    }
  }

  /// What was done while a batch was read, where any order of the batch has it lead to the same.
  ///
  /// That is on the delivery of what it is done to, or, if that is not told of, before or behind the wait.
  mutating func operations(in batch: [TraceRecord]) -> (before: [String], after: [String]) {
    var (before, after): ([String], [String]) = ([], [])
    let told = Set(batch.lazy.filter { $0.kind == .ready }.map(\.file))
    var hidings: [UInt32: Int] = [:]
    for (place, record) in batch.enumerated() where hides(record) { hidings[record.file] = place }
    var registered: Set<UInt32> = []
    for (place, record) in batch.enumerated() where !record.isEvent {
      let isOnFile = record.kind == .register || record.kind == .modify || record.kind == .deregister
      let name = objects[Int(record.file)]?.name ?? ""
      let steps = step(record)
      if !isOnFile || !record.isDone {
        after += steps
      } else if !told.contains(record.file), let hiding = hidings[record.file], place <= hiding {
        before += steps
      } else if told.contains(record.file), record.kind != .register, !registered.contains(record.file) {
        before += steps.map { $0.hasPrefix("#") ? $0 : "on \(name): \($0)" }
      } else {
        if record.kind == .register { registered.insert(record.file) }
        after += steps
      }
    }
    return (before, after)
  }

  /// Whether an operation keeps an unread event of its file from being told.
  private func hides(_ record: TraceRecord) -> Bool {
    guard record.isDone, let object = objects[Int(record.file)] else { return false }
    let asked = Interest(rawValue: record.bits).readiness
    return record.kind == .deregister
      || record.kind == .modify && object.readiness?.isDisjoint(with: asked) == true
  }
}
