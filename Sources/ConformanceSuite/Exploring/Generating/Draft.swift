internal import EpollModel
internal import EventLoopAPI

/// A program that is being made, with the model that has come as far as its last step.
///
/// It is a value: what a step would lead to is tried on a copy.
struct Draft {
  /// An object that the program has opened.
  struct Object {
    var name: String
    var kind: ObjectKind.Plain
    /// Its place among the ends that were opened with it.
    var end: Int
    var isOpen = true
    var isBlocking = false
    /// Whether each of its reads takes 1.
    var isSemaphore = false
    /// Whether it shares its open file with another number.
    var isDuplicate = false
    /// The loops that it is registered with, and those that it ever was.
    var registered: LoopSet = []
    var wasRegistered: LoopSet = []

    /// The words with which it was registered or modified last.
    var interest: Interest = []
    var trigger: Trigger = .level
  }

  /// A timer of one of the loops.
  struct Timer: Hashable {
    var name: String
    var loop: ScenarioLoop
  }

  private(set) var execution: ModelExecution
  private(set) var objects: [Object] = []
  private(set) var timers: [Timer] = []
  private(set) var isInterrupted = false
  private(set) var ended: LoopSet = []
  let batchCapacity: Int?
  let hasSecondLoop: Bool

  /// Begins a program without steps.
  init(batchCapacity: Int? = nil, hasSecondLoop: Bool = false) {
    self.batchCapacity = batchCapacity
    self.hasSecondLoop = hasSecondLoop
    execution = ModelExecution(
      Scenario(
        id: "", purpose: "", citations: [], neededFeatures: [], batchCapacity: batchCapacity, steps: [],
        source: ""), hasSecondLoop: hasSecondLoop)
  }

  var steps: [Step] { execution.steps }

  /// What the model says that each step leads to.
  var predicted: [Outcome?] { execution.outcomes }

  /// Whether its last step is a wait that told something.
  var hasJustTold: Bool {
    guard case .wait? = steps.last?.action, let outcome = execution.outcome(of: steps.count - 1) else {
      return false
    }
    return outcome != .nothing
  }

  /// The names for objects that are opened next, in the order of the alphabet.
  func newNames(_ count: Int) -> [String] {
    (objects.count..<objects.count + count).map { String(UnicodeScalar(UInt8(97 + $0 % 26))) }
  }

  /// Adds a step and does it; false, and unchanged, if it is a wait that nothing would end.
  mutating func add(
    _ action: Action, on loop: ScenarioLoop = .first, at moment: Step.Moment = .inTurn
  ) -> Bool {
    guard !isUnforeseeable(action) else { return false }
    var step = Step(
      line: steps.count + 1, text: "", moment: moment, mayStayUndone: moment.deliveringLoop != nil,
      loop: action.isOnLoop ? loop : .first, action: action, expected: [])
    // What is still to be done is part of the state, by its text.
    if moment != .inTurn { step.text = step.written }
    if action.isWait {
      var attempt = execution
      attempt.append(step)
      guard attempt.outcome(of: steps.count)?.items != [ModelExecution.endless] else { return false }
      if action.isLongWait, !attempt.mustEndLastWait(on: loop, begunAt: execution.kernel.now) { return false }
      execution = attempt
    } else {
      execution.append(step)
    }
    if let outcome = execution.outcome(of: steps.count - 1), outcome != .done {
      // The names are taken all the same.
      for name in action.opened {
        objects.append(Object(name: name, kind: .null, end: 0, isOpen: false))
      }
    } else {
      note(action, on: loop)
    }
    return true
  }

  /// Whether what an action leads to hangs on when a loop finds out that a registered descriptor was closed
  /// while a duplicate lives.
  ///
  /// Until then the watch takes places of small batches; what was closed in the meantime is lost or not; and
  /// the set that is made anew uses up changes of such files as /proc/self/mounts.
  private func isUnforeseeable(_ action: Action) -> Bool {
    let closedEarly = objects.contains { !$0.isOpen && $0.isDuplicate && !$0.wasRegistered.isEmpty }
    switch action {
    case .open(_, .plain(let kind), _): return closedEarly && kind.tellsOfChanges
    case .object(let name, .close):
      guard let place = find(name), objects[place].isDuplicate, !objects[place].wasRegistered.isEmpty else {
        return false
      }
      return batchCapacity != nil || closedEarly || objects.contains { $0.kind.tellsOfChanges }
    default: return false
    }
  }

  /// The scenario that the draft has become.
  func scenario(id: String) -> Scenario {
    Scenario(
      id: id, purpose: "Generated.", citations: ["law:contract"], neededFeatures: [],
      batchCapacity: batchCapacity, steps: steps,
      source: "")
  }
}

extension Draft {
  /// Keeps the books of what is there.
  private mutating func note(_ action: Action, on loop: ScenarioLoop) {
    switch action {
    case .open(let names, let kind, let options): noteOpened(names, kind, options)
    case .connect(let client, let listener):
      let isUnix = find(listener).map { objects[$0].kind == .unixListener } ?? false
      objects.append(Object(name: client, kind: isUnix ? .unixStream : .tcp, end: 0))
    case .accept(let name, let listener):
      let isUnix = find(listener).map { objects[$0].kind == .unixListener } ?? false
      objects.append(Object(name: name, kind: isUnix ? .unixStream : .tcp, end: 1))
    case .object(let name, .close), .object(let name, .reset):
      if let place = find(name) { objects[place].isOpen = false }
    case .modify(let name, let interest, let trigger):
      if let place = find(name) {
        objects[place].interest = interest
        objects[place].trigger = trigger
      }
    case .register(let name, let interest, let trigger):
      if let place = find(name) {
        objects[place].interest = interest
        objects[place].trigger = trigger
        objects[place].registered.insert(LoopSet(loop))
        objects[place].wasRegistered.insert(LoopSet(loop))
      }
    case .deregister(let name):
      if let place = find(name) { objects[place].registered.remove(LoopSet(loop)) }
    case .schedule(let names, _):
      for timer in names.map({ Timer(name: $0, loop: loop) }) where !timers.contains(timer) {
        timers.append(timer)
      }
    case .signals(let span): isInterrupted = span != nil
    case .end: ended.insert(LoopSet(loop))
    default: break
    }
  }

  private mutating func noteOpened(_ names: [String], _ kind: ObjectKind, _ options: OpenOptions) {
    for (end, name) in names.enumerated() {
      var object: Object
      switch kind {
      case .plain(let plain): object = Object(name: name, kind: plain, end: end)
      case .dup(let original):
        guard let place = find(original) else { continue }
        objects[place].isDuplicate = true
        object = objects[place]
        object.name = name
        object.registered = []
        object.wasRegistered = []
      case .fifoReader: object = Object(name: name, kind: .fifo, end: 0)
      case .fifoWriter: object = Object(name: name, kind: .fifo, end: 1)
      }
      object.isBlocking = object.isBlocking || options.isBlocking
      object.isSemaphore = object.isSemaphore || options.isSemaphore
      objects.append(object)
    }
  }

  func find(_ name: String) -> Int? { objects.firstIndex { $0.name == name } }
}

extension Draft {
  /// Whether the number that a closed object had stands for something else, now or at some time.
  ///
  /// Where registrations of two files under one number were never ended, and the first file comes back to it,
  /// a loop may take the one for the other.
  func isNumberTaken(of name: String) -> Bool {
    guard let number = execution.objects.objects[name]?.descriptor else { return true }
    let owners = execution.objects.objects.values.count { $0.descriptor == number }
    return execution.kernel.isOpen(number) || owners > 1
  }
}

extension Draft {
  /// The names of a loop's timers.
  func timers(of loop: ScenarioLoop) -> [String] {
    timers.compactMap { $0.loop == loop ? $0.name : nil }
  }

  /// Whether there is anything that a wait could tell.
  var hasSomethingToTell: Bool { !timers.isEmpty || objects.contains { !$0.wasRegistered.isEmpty } }
}

extension Draft {
  /// The names of what a batch would tell of now.
  func readyNames(of loop: ScenarioLoop) -> [String] {
    let tested = execution.loops[loop.rawValue]
    guard !tested.names.isEmpty else { return [] }
    return tested.loop.readyTokens(in: execution.kernel).sorted().map { tested.names[$0] }
  }
}

extension ObjectKind.Plain {
  /// Whether it is a file of the kernel's that tells each change once.
  fileprivate var tellsOfChanges: Bool { self == .mounts || self == .hostname || self == .sysfs }
}
