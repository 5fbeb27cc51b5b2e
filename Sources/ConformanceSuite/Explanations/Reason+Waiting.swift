internal import EpollModel
internal import EventLoopAPI

extension Reason {
  /// What a wait did with the ready list, and what else it told.
  var waiting: String {
    guard !loopBefore.hasEnded else { return "The loop has ended." }
    if case .onDelivery(_, step.loop) = step.moment, delivered(in: entries).isEmpty, !outcome.items.isEmpty {
      return "The batch in hand was not read to its end: the wait collected nothing, and kept the rest of it."
    }
    var clauses: [String] = []
    if let sleep { clauses.append(sleep) }
    clauses += reports()
    clauses += dropping()
    if let rest = leftAtHead { clauses.append(rest) }
    clauses += lateInterests()
    clauses += untold()
    clauses += fromOutsideTheKernel()
    if hasRebuilt {
      clauses.append(
        "a report of a watch that nobody can end was dropped, and the loop made its instance anew")
    }
    if outcome.items.isEmpty || !hasReadiness {
      let silence = silence()
      if !hasTouchedList, sleep == nil, clauses.isEmpty || !silence.isEmpty {
        let isQuiet = silence.isEmpty && loopAfter.instance?.tree.isEmpty == false
        clauses.append("the ready list was empty" + (isQuiet ? ": nothing that is asked for holds" : ""))
      }
      clauses += silence
    }
    return sentence(clauses.isEmpty ? ["the ready list was empty"] : clauses)
  }

  private var hasReadiness: Bool { outcome.items.contains { $0.contains(": ") } }

  private var hasTouchedList: Bool {
    entries.contains { entry in
      switch entry {
      case .delivered(let item, _), .dropped(let item): isLoop(item)
      default: false
      }
    }
  }

  private var hasRebuilt: Bool {
    guard let before = loopBefore.instance, let after = loopAfter.instance else { return false }
    return before.number != after.number || before.file != after.file
  }

  private func delivered(in entries: [JournalEntry]) -> [(item: ItemName, mask: EventMask)] {
    entries.compactMap { entry in
      guard case .delivered(let item, let mask) = entry else { return nil }
      return (item, mask)
    }
  }

  /// Whether and until when the wait slept.
  private var sleep: String? {
    let isAtOnce = entriesBeforeSleep.contains { entry in
      guard case .delivered(let item, _) = entry else { return false }
      return isLoop(item)
    }
    if !meanwhile.isEmpty {
      let steps = meanwhile.map { "step \($0)" }.joinedInWords
      if isAtOnce || loopBefore.wakeIsWanted { return "the wait had something to tell and did not sleep" }
      if hasReadiness || outcome.items.contains("wake") {
        return "nothing was ready, so the wait slept until \(steps)"
      }
      let end = outcome.items.isEmpty ? "its limit" : "the timer"
      return "nothing was ready, also after \(steps), so the wait slept until \(end)"
    }
    guard case .wait(let limit) = step.action, limit != .poll, !hasReadiness else { return nil }
    if outcome.items.contains(where: { $0.hasPrefix("timer ") }) {
      return "nothing was ready, so the wait slept until the timer"
    }
    if outcome.items.isEmpty { return "nothing came, so the wait slept until its limit" }
    return nil
  }

  /// The entries that were told, grouped by what became of them.
  private func reports() -> [String] {
    var groups: [(fate: Fate, items: [String], masks: [EventMask])] = []
    for (item, mask) in delivered(in: entries) where isLoop(item) && isTold(item) {
      let fate = fate(of: item)
      let name = detailedName(item)
      if let known = groups.firstIndex(where: { $0.fate == fate }) {
        guard !groups[known].items.contains(name) else { continue }
        groups[known].items.append(name)
        groups[known].masks.append(mask)
      } else {
        groups.append((fate, [name], [mask]))
      }
    }
    return groups.map { group in
      let isOne = group.items.count == 1
      let found = Set(group.masks).count == 1 ? group.masks[0].inWords : "ready"
      return "\(group.items.joinedInWords) \(isOne ? "was" : "were") polled, found \(found) and reported; "
        + group.fate.clause(isOne: isOne)
    }
  }

  private enum Fate {
    case putBack
    case disarmed
    case taken

    func clause(isOne: Bool) -> String {
      switch self {
      case .putBack: "level items go back to the list's tail"
      case .disarmed: "oneShot disarmed \(isOne ? "it" : "them") until modified"
      case .taken: "edge items are not put back"
      }
    }
  }

  private func fate(of item: ItemName) -> Fate {
    if entries.contains(.putBack(item)) { return .putBack }
    return entries.contains(.disarmed(item)) ? .disarmed : .taken
  }

  /// A name, with what is ready inside if it is an epoll object.
  private func detailedName(_ item: ItemName) -> String {
    let own = name(item)
    guard view(of: item)?.kind == .epoll else { return own }
    let inner = after.instances.first { $0.name != nil && $0.view.file == item.file }
    guard let inner, !inner.view.readyList.isEmpty else { return own }
    return "\(own) (its ready list holds \(after.readyNames(inner.view).joinedInWords))"
  }

  /// Whether the outcome names an entry that the kernel delivered.
  private func isTold(_ item: ItemName) -> Bool {
    let name = name(item)
    return (outcome.items + toldWithin).contains { $0.hasPrefix("\(name): ") || $0.hasPrefix("\(name) (") }
  }

  /// What was collected and not told, as it was not wanted any more when its turn came.
  private func untold() -> [String] {
    let names = delivered(in: entries).filter { isLoop($0.item) && !isTold($0.item) }.map { name($0.item) }
      .once
    guard !names.isEmpty, !hasRebuilt else { return [] }
    return [
      "\(names.joinedInWords) \(names.count == 1 ? "was" : "were") collected too, but no longer wanted when "
        + "\(names.count == 1 ? "its" : "their") turn came, and not told"
    ]
  }

  func droppedNames(inLoop: Bool) -> [String] {
    entries.compactMap { entry -> String? in
      guard case .dropped(let item) = entry, isLoop(item) == inLoop else { return nil }
      return name(item)
    }.once
  }

  private func dropping() -> [String] {
    [droppedNames(inLoop: false), droppedNames(inLoop: true)].filter { !$0.isEmpty }.map { names in
      let isOne = names.count == 1
      return "\(names.joinedInWords) \(isOne ? "was" : "were") listed, but "
        + "\(isOne ? "its poll" : "their polls") found nothing, so \(isOne ? "it was" : "they were") dropped"
    }
  }

  /// What did not fit into the batch.
  private var leftAtHead: String? {
    let told = Set(delivered(in: entries).map(\.item))
    guard case .wait = step.action, told.count >= capacity, let view = loopAfter.instance else { return nil }
    let left = view.readyList.map { view.tree[$0].name }.filter { item in
      !told.contains(item) && before.view(of: item)?.isListed == true
    }
    guard !left.isEmpty else { return nil }
    let verb = left.count == 1 ? "stays" : "stay"
    return "the batch holds \(capacity), so \(left.map(name).joinedInWords) \(verb) at the head"
  }

  /// Interests that changed while the batch was read.
  private func lateInterests() -> [String] {
    let names = entries.compactMap { entry -> String? in
      guard case .listed(let item, _) = entry, isLoop(item), !hasRebuilt else { return nil }
      return name(item)
    }.once
    guard !names.isEmpty else { return [] }
    return [
      "when the batch was read the kernel heard of the new interest of \(names.joinedInWords), "
        + "found \(names.count == 1 ? "it" : "them") ready and listed \(names.count == 1 ? "it" : "them")"
    ]
  }

  /// Timers and wakes.
  private func fromOutsideTheKernel() -> [String] {
    var clauses: [String] = []
    let timers = outcome.items.filter { $0.hasPrefix("timer ") }.map { String($0.dropFirst(6)) }
    if !timers.isEmpty { clauses.append("\(timers.joinedInWords) \(timers.count == 1 ? "was" : "were") due") }
    if outcome.items.contains("wake") { clauses.append("a wake was wanted, and is told once") }
    return clauses
  }

  /// Why entries that are ready, or were written to, were not reported.
  private func silence() -> [String] {
    guard let view = loopAfter.instance else { return [] }
    var edges: [String] = []
    var masks: Set<EventMask> = []
    var disarmed: [String] = []
    var spared: [String] = []
    for item in view.tree where !item.isListed {
      guard let name = after.name(of: item.name), !outcome.items.contains(where: { $0.hasPrefix("\(name):") })
      else { continue }
      if item.isDisarmed {
        disarmed.append(name)
      } else if item.isSpared, !after.readiness(of: item).isEmpty {
        spared.append(name)
      } else if item.events.contains(.edge), !after.readiness(of: item).isEmpty {
        edges.append(name)
        masks.insert(after.readiness(of: item))
      }
    }
    let condition = masks.count == 1 ? masks.first?.inWords ?? "ready" : "ready"
    var clauses: [String] = []
    if !edges.isEmpty {
      clauses.append(
        "\(edges.joinedInWords) \(edges.count == 1 ? "is" : "are") \(condition), "
          + "but an edge item is listed only when its queue is woken, not for being ready")
    }
    if !disarmed.isEmpty {
      let verb = disarmed.count == 1 ? "is" : "are"
      clauses.append("\(disarmed.joinedInWords) \(verb) disarmed since the one report, until modified")
    }
    if !spared.isEmpty {
      clauses.append("another exclusive entry has used up the wake of \(spared.joinedInWords)")
    }
    return clauses
  }
}

extension Reason {
  /// A wait on an epoll object of the scenario's.
  var harvesting: String {
    let told = delivered(in: entries)
    guard !told.isEmpty else {
      let dropped = droppedNames(inLoop: false)
      return dropped.isEmpty
        ? "The epoll object's ready list was empty."
        : "\(dropped.joinedInWords) was listed, but not ready any more, and dropped."
    }
    let names = told.map { name($0.item) }.once
    let isOne = names.count == 1
    let fates = told.map { fate(of: $0.item).clause(isOne: isOne) }.once
    return sentence([
      "\(names.joinedInWords) \(isOne ? "was" : "were") polled, found ready and taken",
      fates.joined(separator: "; "),
    ])
  }
}
