internal import EventLoopAPI

/// Steps on the loop.
extension ProgramGenerator {
  mutating func register(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    let open = draft.objects.filter { $0.isOpen && !$0.registered.contains(loop) }
    // Now and then what is registered already, or closed.
    let candidates = !open.isEmpty && random.chance(88) ? open : draft.objects
    guard !candidates.isEmpty else { return nil }
    let object = random.one(of: candidates)
    let (interest, trigger) = words(for: object, repeating: 20)
    return .register(object.name, interest, trigger)
  }

  mutating func modify(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    guard let object = registered(draft, loop) else { return nil }
    let (interest, trigger) = words(for: object, repeating: 35)
    return .modify(object.name, interest, trigger)
  }

  mutating func deregister(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    registered(draft, loop).map { .deregister($0.name) }
  }

  /// Something that was registered, and mostly still is.
  mutating func registered(_ draft: Draft, _ loop: ScenarioLoop) -> Draft.Object? {
    let all = draft.objects.filter { $0.wasRegistered.contains(loop) }
    let live = all.filter { $0.registered.contains(loop) }
    guard !all.isEmpty else { return nil }
    return random.one(of: live.isEmpty || random.chance(7) ? all : live)
  }

  mutating func schedule(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    let names = draft.timers(of: loop)
    guard names.count < 8 else { return nil }
    var chosen = ["t\(names.count + 1)"]
    if random.chance(20) { chosen.append("t\(names.count + 2)") }
    let deadlines = [(30, 0), (30, 1), (20, 300), (10, 1000), (10, Self.farAhead)]
    return .schedule(chosen, microseconds: random.weighted(deadlines.map { (weight: $0.0, element: $0.1) }))
  }

  mutating func cancel(_ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    let names = draft.timers(of: loop)
    return names.isEmpty ? nil : .cancel(random.one(of: names))
  }

  /// What a step on delivery may wait for.
  mutating func subject(_ draft: Draft, _ loop: ScenarioLoop) -> String? {
    if alphabet.contains(.wakes), random.chance(8) { return "wake" }
    let ready = draft.readyNames(of: loop)
    if !ready.isEmpty, random.chance(60) { return random.one(of: ready) }
    let registered = draft.objects.filter { $0.registered.contains(loop) }.map(\.name)
    let names = registered + draft.timers(of: loop)
    return names.isEmpty ? nil : random.one(of: names)
  }

  /// More than 2^31 milliseconds, in microseconds.
  static var farAhead: Int { 3_600_000_000_000 }

  /// Words to register or to modify an object with, in so many percent the last ones once more.
  private mutating func words(for object: Draft.Object, repeating percent: Int) -> (Interest, Trigger) {
    if !object.wasRegistered.isEmpty, random.chance(percent) { return (object.interest, object.trigger) }
    var (interest, trigger) = flags()
    switch object.kind {
    case .tcp, .mounts, .sysfs, .pty: if random.chance(30) { interest.insert(.priority) }
    default: break
    }
    return (interest, trigger)
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
    if alphabet.contains(.exclusive), random.chance(9) {
      trigger.insert(random.chance(70) ? .exclusive : .wakeUp)
    }
    return (interest, trigger)
  }
}
