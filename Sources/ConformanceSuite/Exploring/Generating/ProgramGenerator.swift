internal import EpollModel
internal import EventLoopAPI

/// Makes random programs, one after another, and likes those best that lead where none was yet.
///
/// Half of the programs go on from the beginning of an earlier one that had reached a state of the model for
/// the first time. The programs depend on the seed, the block and the alphabet alone: on no clock, and on
/// nothing that a backend does.
struct ProgramGenerator {
  /// The beginnings that are remembered, the latest last.
  private static var memory: Int { 512 }

  private static var mostObjects: Int { 6 }

  let alphabet: Alphabet
  let kinds: [(weight: Int, element: ObjectKind.Plain)]
  private let choices: [(weight: Int, element: Choice)]
  private let deliveryChoices: [(weight: Int, element: Choice)]
  let length: Int

  var random: RandomNumbers
  private var beginnings: [Draft] = []
  private var seen: Set<UInt64> = []

  /// The states that the programs so far have reached, and the rules of the model that they have used.
  private(set) var coverage = ExplorationCoverage()

  /// Begins a block of programs.
  ///
  /// - Parameter length: the steps of each program.
  init(seed: UInt64, block: Int, alphabet: Alphabet, length: Int) {
    self.alphabet = alphabet
    self.length = length
    kinds = alphabet.kinds
    choices = Choice.available(in: alphabet)
    deliveryChoices = Choice.amongDeliveries(in: alphabet)
    random = RandomNumbers(seed: seed, number: UInt64(block))
  }

  /// Makes the next program.
  mutating func next() -> Program {
    var draft = begin()
    while draft.steps.count < length {
      addStep(to: &draft)
      look(at: draft)
    }
    coverage.rules.formUnion(draft.execution.kernel.coverage)
    return Program(
      scenario: draft.scenario(id: ""), predicted: draft.predicted)
  }

  private mutating func begin() -> Draft {
    if !beginnings.isEmpty, random.chance(50) { return random.one(of: beginnings) }
    let batchCapacity = alphabet.contains(.batches) && random.chance(12) ? random.one(of: [1, 2, 3]) : nil
    let hasSecondLoop = alphabet.contains(.loops) && random.chance(10)
    return Draft(batchCapacity: batchCapacity, hasSecondLoop: hasSecondLoop)
  }

  /// Notes the state that a draft has reached, and remembers the draft if that is new.
  private mutating func look(at draft: Draft) {
    let state = draft.execution.fingerprint
    guard seen.insert(state).inserted else { return }
    coverage.states.insert(state)
    guard draft.steps.count <= length - 2 else { return }
    if beginnings.count == Self.memory { beginnings.remove(at: random.below(Self.memory)) }
    beginnings.append(draft)
  }

  private mutating func addStep(to draft: inout Draft) {
    if draft.steps.count == length - 1 { return addWait(to: &draft) }
    // What a loop has told, it must tell once more, or must not.
    if draft.hasJustTold, random.chance(15) { return addWait(to: &draft) }
    if draft.objects.isEmpty, !kinds.isEmpty, random.chance(95), draft.add(open(draft)) { return }
    // Not every choice goes with what is there; most programs have something open to be looked at.
    for _ in 0..<16 {
      if addChosen(to: &draft) { return }
    }
    addWait(to: &draft)
  }

  private mutating func addChosen(to draft: inout Draft) -> Bool {
    let choice = random.weighted(choices)
    let loop = loop(draft)
    switch choice {
    case .wait:
      guard draft.hasSomethingToTell else { return false }
      addWait(to: &draft)
      return true
    case .onDelivery:
      guard let subject = subject(draft, loop) else { return false }
      let other = self.loop(draft)
      guard let action = action(random.weighted(deliveryChoices), draft, other) else { return false }
      return draft.add(action, on: other, at: .onDelivery(subject, by: loop))
    case .meanwhile: return addMeanwhile(to: &draft)
    case .ghost: return addGhost(to: &draft, loop)
    case .lastingEnd: return addLastingEnd(to: &draft, loop)
    case .open: return !kinds.isEmpty && draft.objects.count < Self.mostObjects && draft.add(open(draft))
    case .collect: return draft.add(.collect(random.one(of: [2, 3])), on: loop)
    case .embed:
      // The look itself uses up a change of such a file, and of two things that are ready it sees the first.
      return !draft.objects.contains { $0.kind == .mounts } && draft.add(.embed, on: loop)
    case .signals: return draft.add(.signals(everyMicroseconds: draft.isInterrupted ? nil : 1000))
    case .end:
      return !draft.ended.contains(loop) && draft.steps.count > length / 2 && draft.add(.end, on: loop)
    default:
      guard let action = action(choice, draft, loop) else { return false }
      return draft.add(action, on: loop)
    }
  }

  /// One of the loops that a program has.
  private mutating func loop(_ draft: Draft) -> ScenarioLoop {
    draft.hasSecondLoop && random.chance(50) ? .second : .first
  }

  /// Adds a wait that something ends.
  private mutating func addWait(to draft: inout Draft) {
    var limit: WaitLimit = .poll
    if draft.isInterrupted {
      limit = random.one(of: [.poll, .microseconds(8000), .forever])
    } else if random.chance(15) {
      limit = random.chance(90) ? .forever : .microseconds(Self.farAhead)
    } else if random.chance(draft.timers.isEmpty ? 6 : 25) {
      limit = .microseconds(random.one(of: [0, 200, 1000]))
    }
    let loop = loop(draft)
    if draft.add(.wait(limit), on: loop) { return }
    let isAdded = draft.add(.wait(.poll), on: loop)
    assert(isAdded, "a wait with a limit ends")
  }

  /// Adds a step of another thread, and a wait that it ends.
  ///
  /// Other waits would end at their limit, or at a deadline, while the thread has yet to run: a race.
  private mutating func addMeanwhile(to draft: inout Draft) -> Bool {
    guard draft.timers.isEmpty, draft.steps.count <= length - 2, let action = meanwhileAction(draft) else {
      return false
    }
    var attempt = draft
    let loop = loop(draft)
    guard attempt.add(action, on: self.loop(draft), at: .meanwhile), attempt.add(.wait(.forever), on: loop)
    else {
      return false
    }
    draft = attempt
    return true
  }
}

extension ProgramGenerator {
  /// What a step can be.
  private enum Choice {
    case open, duplicate, register, operate, modify, deregister, schedule, cancel, wake, nest
    case wait, collect, embed, onDelivery, meanwhile, ghost, lastingEnd, signals, end

    static func available(in alphabet: Alphabet) -> [(weight: Int, element: Choice)] {
      var choices: [(weight: Int, element: Choice)] = [
        (90, .open), (220, .register), (300, .operate), (60, .modify), (40, .deregister), (170, .wait),
      ]
      if alphabet.contains(.descriptors) { choices += [(40, .duplicate), (20, .ghost), (80, .lastingEnd)] }
      if alphabet.contains(.timers) { choices += [(30, .schedule), (16, .cancel)] }
      if alphabet.contains(.wakes) { choices.append((20, .wake)) }
      if alphabet.contains(.nested) { choices.append((50, .nest)) }
      if alphabet.contains(.batches) { choices.append((14, .collect)) }
      if alphabet.contains(.embedding) { choices += [(16, .embed), (6, .end)] }
      if alphabet.contains(.delivery) { choices.append((80, .onDelivery)) }
      if alphabet.contains(.meanwhile) { choices.append((9, .meanwhile)) }
      if alphabet.contains(.signals) { choices.append((3, .signals)) }
      return choices
    }

    /// What is done on delivery: most tellingly, something to the other events of the batch.
    static func amongDeliveries(in alphabet: Alphabet) -> [(weight: Int, element: Choice)] {
      var choices: [(weight: Int, element: Choice)] = [
        (30, .modify), (30, .deregister), (12, .register), (25, .operate),
      ]
      if alphabet.contains(.descriptors) { choices.append((6, .duplicate)) }
      if alphabet.contains(.timers) { choices += [(8, .schedule), (8, .cancel)] }
      if alphabet.contains(.wakes) { choices.append((5, .wake)) }
      if alphabet.contains(.nested) { choices.append((4, .nest)) }
      return choices
    }
  }

  /// A step of a kind that may be done when an event is delivered as well as in its turn.
  private mutating func action(_ choice: Choice, _ draft: Draft, _ loop: ScenarioLoop) -> Action? {
    switch choice {
    case .duplicate: duplicate(draft)
    case .register: register(draft, loop)
    case .operate: operate(draft)
    case .modify: modify(draft, loop)
    case .deregister: deregister(draft, loop)
    case .schedule: schedule(draft, loop)
    case .cancel: cancel(draft, loop)
    case .wake: .wake(random.weighted([(20, .here), (1, .thread), (3, .signal)]))
    case .nest: nest(draft)
    default: nil
    }
  }

  /// What another thread may do while the wait sleeps.
  private mutating func meanwhileAction(_ draft: Draft) -> Action? {
    if alphabet.contains(.wakes), random.chance(20) { return .wake(.here) }
    guard case .object(let name, let operation)? = operate(draft), operation.isOneCall,
      // A terminal hands on what was written when it comes to it.
      draft.find(name).map({ draft.objects[$0].kind != .pty }) == true
    else { return nil }
    return .object(name, operation)
  }
}

extension ObjectOperation {
  /// Whether it is done by one call, so that a wait that it ends has seen all of it.
  fileprivate var isOneCall: Bool {
    switch self {
    case .write(let count): count <= 4096
    case .shutdown, .close, .raise, .endLine: true
    default: false
    }
  }
}
