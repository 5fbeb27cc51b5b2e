internal import EventLoopAPI

/// Steps on the loop.
extension ProgramGenerator {
  mutating func register(_ draft: Draft) -> Action? {
    let open = draft.objects.filter { $0.isOpen && !$0.isRegistered }
    let (interest, trigger) = flags()
    // Now and then what is registered already, or closed.
    guard !open.isEmpty, random.chance(93) else {
      guard !draft.objects.isEmpty else { return nil }
      return .register(random.one(of: draft.objects).name, interest, trigger)
    }
    return .register(random.one(of: open).name, interest, trigger)
  }

  mutating func modify(_ draft: Draft) -> Action? {
    guard let name = registered(draft) else { return nil }
    let (interest, trigger) = flags()
    return .modify(name, interest, trigger)
  }

  mutating func deregister(_ draft: Draft) -> Action? {
    registered(draft).map { .deregister($0) }
  }

  /// Something that was registered, and mostly still is.
  private mutating func registered(_ draft: Draft) -> String? {
    let all = draft.objects.filter(\.wasRegistered)
    let live = all.filter(\.isRegistered)
    guard !all.isEmpty else { return nil }
    return random.one(of: live.isEmpty || random.chance(7) ? all : live).name
  }

  mutating func schedule(_ draft: Draft) -> Action? {
    let name = draft.timers.count < 3 ? "t\(draft.timers.count + 1)" : random.one(of: draft.timers)
    return .schedule([name], microseconds: random.one(of: [0, 1, 300, 1000]))
  }

  /// What a step on delivery may wait for.
  mutating func subject(_ draft: Draft) -> String? {
    let names = draft.objects.filter(\.isRegistered).map(\.name) + draft.timers
    if alphabet.contains(.wakes), random.chance(8) { return "wake" }
    return names.isEmpty ? nil : random.one(of: names)
  }

  /// An interest and a trigger.
  mutating func flags() -> (Interest, Trigger) {
    var interest: Interest = []
    if random.chance(70) { interest.insert(.readable) }
    if random.chance(40) { interest.insert(.writable) }
    if random.chance(8) { interest.insert(.priority) }
    if random.chance(20) { interest.insert(.peerClosed) }
    var trigger: Trigger = .level
    if alphabet.contains(.edge), random.chance(38) { trigger.insert(.edge) }
    if alphabet.contains(.oneShot), random.chance(22) { trigger.insert(.oneShot) }
    if alphabet.contains(.exclusive), random.chance(6) {
      trigger.insert(random.chance(70) ? .exclusive : .wakeUp)
    }
    return (interest, trigger)
  }
}
