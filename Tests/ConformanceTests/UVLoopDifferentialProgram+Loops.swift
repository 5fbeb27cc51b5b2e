import EpollCore
import UVBridge

// What is asked of both loops, and compared.
extension UVLoopDifferentialProgram {
  mutating func anyInterest() -> Interest {
    let common: [Interest] = [
      .readable, .readable, .writable, [.readable, .writable], [], .peerClosed, [.readable, .peerClosed],
      [.writable, .peerClosed], .priority, [.readable, .priority], [.readable, .writable, .peerClosed],
    ]
    return common[Int.random(in: 0..<common.count, using: &generator)]
  }

  mutating func anyTrigger() -> Trigger {
    let common: [Trigger] = [.level, .level, .level, .edge, .oneShot, [.edge, .oneShot], .wakeUp]
    return common[Int.random(in: 0..<common.count, using: &generator)]
  }

  mutating func register() {
    let place = Int.random(in: 0..<Self.placeCount, using: &generator)
    let interest = anyInterest()
    // No exclusive one: both loops wait for the same files, and only one would be told.
    let trigger = chance(3) ? [.exclusive, .oneShot] : anyTrigger()
    let name = nextName
    nextName += 1
    note("register \(name): \(place) \(interest) \(trigger)")
    let number = world.number(place)
    let answers = (
      epoll.register(name, number, interest, trigger), uv.register(name, number, interest, trigger)
    )
    if answers.0 != answers.1 { fail("register: \(answers)") }
    guard answers.0 == nil else { return }
    registrations[name] = Registration(
      place: place, file: world.places[place].file, isEdge: trigger.contains(.edge),
      isOneShot: trigger.contains(.oneShot))
  }

  mutating func modify() {
    guard let name = registrations.keys.sorted().randomElement(using: &generator),
      !(isReading && registrations[name]?.isSpentInBatch == true)
    else { return }
    let interest = anyInterest()
    let trigger = chance(3) ? .exclusive : anyTrigger()
    note("modify \(name): \(interest) \(trigger)")
    let answers = (epoll.modify(name, interest, trigger), uv.modify(name, interest, trigger))
    noteModified(name, trigger, answers.0, answers.1)
  }

  private mutating func noteModified(
    _ name: Int, _ trigger: Trigger, _ epollAnswer: ErrorCode?, _ uvAnswer: ErrorCode?
  ) {
    if registrations[name]?.isClosedEarly == true {
      // The native loop may hear of it later.
      if uvAnswer == nil { fail("modify of what was closed: \(name)") }
      return
    }
    if epollAnswer != uvAnswer {
      fail("modify \(name): \(String(describing: epollAnswer)) \(String(describing: uvAnswer))")
    }
    guard uvAnswer == nil else { return }
    registrations[name]?.isEdge = trigger.contains(.edge)
    registrations[name]?.isOneShot = trigger.contains(.oneShot)
    registrations[name]?.isSpentInBatch = isReading && trigger.contains(.oneShot)
  }

  mutating func deregister(_ chosen: Int? = nil) {
    guard let name = chosen ?? registrations.keys.sorted().randomElement(using: &generator) else { return }
    note("deregister \(name)")
    let answers = (epoll.deregister(name), uv.deregister(name))
    if answers.0 != nil || answers.1 != nil { fail("deregister: \(answers)") }
    registrations[name] = nil
  }

  mutating func wait() throws {
    note("wait")
    if shape.isRoomy {
      try waitOnce()
    } else {
      try waitForAll()
    }
  }

  /// One wait, into whose batch all fits, with changes before and while it is read.
  private mutating func waitOnce() throws {
    try epoll.loop.wait(.poll)
    try uv.loop.wait(.poll)
    let edges = edges
    isReading = true
    while chance(40) {
      try change()
    }
    isReading = false
    let reactions = anyReactions(whenEdgesWere: edges)
    if !reactions.isEmpty { note("while reading: \(reactions)") }
    var (epollTelling, uvTelling) = (UVLoopDifferentialTelling(), UVLoopDifferentialTelling())
    let epollAnswers = epoll.read(into: &epollTelling, reacting: reactions)
    let uvAnswers = uv.read(into: &uvTelling, reacting: reactions)
    compare(epollTelling, uvTelling, whenEdgesWere: edges)
    if Set(epollAnswers.keys) != Set(uvAnswers.keys) { fail("reactions: \(epollAnswers) \(uvAnswers)") }
    for (name, answer) in uvAnswers.sorted(by: { $0.key < $1.key }) {
      guard let epollAnswer = epollAnswers[name], case .some(let reaction) = reactions[name] else { continue }
      switch reaction {
      case .deregister:
        if epollAnswer != nil || answer != nil { fail("deregister \(name)") }
        registrations[name] = nil
      case .modify(_, let trigger): noteModified(name, trigger, epollAnswer, answer)
      }
    }
  }

  /// More waits than it takes to be told of all.
  private mutating func waitForAll() throws {
    var (epollTelling, uvTelling) = (UVLoopDifferentialTelling(), UVLoopDifferentialTelling())
    let rounds = (registrations.count + 2 + shape.batchCapacity) / shape.batchCapacity + 1
    var told: [Set<Int>] = []
    for _ in 0..<rounds {
      try epoll.loop.wait(.poll)
      try uv.loop.wait(.poll)
      var (epollBatch, uvBatch) = (UVLoopDifferentialTelling(), UVLoopDifferentialTelling())
      _ = epoll.read(into: &epollBatch)
      _ = uv.read(into: &uvBatch)
      if uvBatch.readiness.count > shape.batchCapacity { fail("a batch of \(uvBatch)") }
      if !uvBatch.isInOrder || !uvBatch.repeated.isEmpty { fail("a batch of \(uvBatch)") }
      epollTelling.add(epollBatch)
      uvTelling.add(uvBatch)
      told.append(Set(uvTelling.readiness.keys))
    }
    let hasRebuilt = compare(epollTelling, uvTelling, whenEdgesWere: edges)
    let ready = registrations.keys.filter {
      registrations[$0]?.isClosedEarly == false && uvTelling.readiness[$0] != nil
    }
    let all = ready.count + (uvTelling.hasWake ? 1 : 0)
    let due = (all + shape.batchCapacity - 1) / shape.batchCapacity
    // The libuv loop may be in the midst of a pass over its inner set.
    let limit = due <= 1 ? due : min(due + (shape.batchCapacity == 1 ? 2 : 1), told.count)
    if due > 0, !hasRebuilt, !registrations.values.contains(where: \.isClosedEarly),
      !told[limit - 1].isSuperset(of: ready)
    {
      fail("not told of all within \(limit) waits: \(ready) \(told)")
    }
  }

  private var edges: Set<Int> { Set(registrations.keys.filter { registrations[$0]?.isEdge == true }) }

  private mutating func anyReactions(whenEdgesWere edges: Set<Int>) -> [Int: UVLoopDifferentialReaction] {
    var reactions: [Int: UVLoopDifferentialReaction] = [:]
    for name in registrations.keys.sorted() where chance(15) {
      guard registrations[name]?.isClosedEarly == false else { continue }
      // Where a set may be made anew, an edge may be told of once more by one loop alone.
      guard !(shape.closesEarly && edges.contains(name)) else { continue }
      reactions[name] = chance(40) ? .deregister : .modify(anyInterest(), anyTrigger())
    }
    return reactions
  }

  /// Compares what both told, but for what is left free; returns whether a set was made anew.
  @discardableResult
  private mutating func compare(
    _ epollTelling: UVLoopDifferentialTelling, _ uvTelling: UVLoopDifferentialTelling,
    whenEdgesWere edges: Set<Int>
  ) -> Bool {
    let now = (epoll.loop.statistics.rebuilds, uv.loop.statistics.rebuilds)
    let hasRebuilt = now != rebuilds
    rebuilds = now
    if epollTelling.timers != uvTelling.timers || epollTelling.hasWake != uvTelling.hasWake {
      fail("timers or wakes: \(epollTelling) \(uvTelling)")
    }
    if shape.isRoomy, !uvTelling.isInOrder || !uvTelling.repeated.isEmpty {
      fail("out of order: \(uvTelling)")
    }
    for name in Set(epollTelling.readiness.keys).union(uvTelling.readiness.keys).sorted() {
      let both = (epollTelling.readiness[name], uvTelling.readiness[name])
      guard let registration = registrations[name] else { fail("told of \(name), which has ended: \(both)") }
      if registration.isClosedEarly || (hasRebuilt && edges.contains(name)) { continue }
      if both.0 != both.1 { fail("\(name): \(both)") }
      let isOnce = registration.isEdge || registration.isOneShot
      if !shape.isRoomy, isOnce, uvTelling.repeated.contains(name) { fail("told of \(name) twice") }
    }
    return hasRebuilt
  }
}
