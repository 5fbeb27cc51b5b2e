internal import EpollModel
internal import EventLoopAPI

/// The state of an execution as a graph: its kernel's, and what the loops and the scenario's names add to it.
struct ExecutionGraph {
  private var kernel: KernelGraph
  private let now: UInt64
  private var names: [String: StateGraph.Node] = [:]

  init(_ kernel: ModelKernel) {
    self.kernel = KernelGraph(kernel)
    now = kernel.now
  }

  var fingerprint: UInt64 { kernel.graph.fingerprint }

  /// What a hash is about; the kernel's graph has small numbers.
  private enum Topic: UInt64 {
    case name = 100
    case openName, closedName
    case loop, registration, order, unread, unreadOfNone, change, timer, step
  }

  /// Adds the objects by their names; a closed one has a number that another can get.
  mutating func add(_ objects: ModelObjects) {
    names.reserveCapacity(objects.objects.count)
    for (name, object) in objects.objects {
      let node = node(of: name)
      kernel.graph.say(StateHash((object.isOpen ? Topic.openName : .closedName).rawValue), of: node)
      kernel.graph.connect(
        kernel.node(ofDescriptor: object.descriptor), to: node, as: .descriptorOfName)
    }
  }

  /// Adds a loop, with what the scenario calls its registrations and timers.
  mutating func add(_ named: ModelLoopUnderTest) {
    let loop = named.loop
    var hash = StateHash(Topic.loop.rawValue)
    hash.combine(loop.capacity)
    hash.combine(loop.hasEnded)
    hash.combine(loop.isWakeWanted)
    hash.combine(loop.wakeIsUnread)
    hash.combine(loop.isReading)
    hash.combine(loop.isAsleep)
    hash.combine(loop.hasGhost)
    hash.combine(loop.hadGhost)
    hash.combine(loop.hadClosedEarly)
    hash.combine(loop.showsWakes)
    hash.combine(loop.wakeMayBeLeft)
    hash.combine(loop.timers.dueCount)
    let node = kernel.graph.add()
    kernel.graph.say(hash, of: node)
    if !loop.hasEnded {
      kernel.graph.connect(kernel.node(ofDescriptor: loop.epoll), to: node, as: .instanceOfLoop)
    }

    let registrations = addRegistrations(of: loop, node)
    for (position, event) in loop.unread.enumerated() {
      let registration = registrations[Int(event.data)]
      say(registration == nil ? .unreadOfNone : .unread, position, event.events, of: registration ?? node)
    }
    for (position, token) in loop.changes.enumerated() {
      if let registration = registrations[token] { say(.change, position, of: registration) }
    }
    addNames(of: registrations, in: named, node)
    add(loop.timers, of: named, node)
  }

  /// Adds steps that are still to be done, in their order.
  mutating func add(_ steps: [Step]) {
    for (position, step) in steps.enumerated() {
      var hash = StateHash(Topic.step.rawValue)
      hash.combine(position)
      let node = kernel.graph.add()
      for (place, word) in step.text.split(separator: " ").enumerated() {
        let word = word.last == ":" ? word.dropLast() : word
        if let name = names[String(word)] {
          kernel.graph.connect(name, to: node, as: .nameInStep, at: place)
        } else {
          hash.combine(word)
        }
      }
      kernel.graph.say(hash, of: node)
    }
  }
}

extension ExecutionGraph {
  private mutating func node(of name: String) -> StateGraph.Node {
    if let node = names[name] { return node }
    let node = kernel.graph.add()
    kernel.graph.say(StateHash(Topic.name.rawValue), of: node)
    names[name] = node
    return node
  }

  private mutating func say(
    _ topic: Topic, _ position: Int, _ events: EventMask = [], of node: StateGraph.Node
  ) {
    var hash = StateHash(topic.rawValue)
    hash.combine(position)
    hash.combine(events.rawValue)
    kernel.graph.say(hash, of: node)
  }

  /// Adds the live registrations, and returns the node of each token; nil for one that has ended.
  private mutating func addRegistrations(
    of loop: ModelLoop, _ loopNode: StateGraph.Node
  ) -> [StateGraph.Node?] {
    var nodes: [StateGraph.Node?] = []
    nodes.reserveCapacity(loop.registrations.count)
    for (token, registration) in loop.registrations.enumerated() {
      guard registration.isLive else {
        nodes.append(nil)
        continue
      }
      var hash = StateHash(Topic.registration.rawValue)
      hash.combine(registration.interest.rawValue)
      hash.combine(registration.kernelInterest.rawValue)
      hash.combine(registration.trigger.rawValue)
      hash.combine(registration.isDisarmed)
      hash.combine(registration.isClosed)
      hash.combine(registration.wasClosedEarly)
      hash.combine(registration.isAddedAnew)
      hash.combine(registration.isChanged)
      let node = kernel.graph.add()
      kernel.graph.say(hash, of: node)
      kernel.graph.connect(node, to: loopNode, as: .registrationOfLoop)
      // Of one that is known to be closed the number is not used any more.
      if !registration.isClosed {
        kernel.graph.connect(
          kernel.node(ofDescriptor: registration.descriptor), to: node, as: .descriptorOfRegistration)
      }
      if let data = kernel.node(ofData: UInt64(token), at: loop.epoll) {
        kernel.graph.connect(data, to: node, as: .dataOfRegistration)
      }
      nodes.append(node)
    }
    if loop.hasGhost || kernel.hasOrphans { addOrder(of: nodes, in: loop) }
    return nodes
  }

  /// The order of the descriptors, in which a loop adds its registrations to a new instance.
  private mutating func addOrder(of nodes: [StateGraph.Node?], in loop: ModelLoop) {
    let live = loop.registrations.indices.filter { nodes[$0] != nil && !loop.registrations[$0].isClosed }
    let ordered = live.sorted { loop.registrations[$0].descriptor < loop.registrations[$1].descriptor }
    for (position, token) in ordered.enumerated() {
      if let node = nodes[token] { say(.order, position, of: node) }
    }
  }

  private mutating func addNames(
    of registrations: [StateGraph.Node?], in loop: ModelLoopUnderTest, _ loopNode: StateGraph.Node
  ) {
    for (token, name) in loop.names.enumerated() {
      guard let registration = registrations[token] else { continue }
      kernel.graph.connect(node(of: name), to: registration, as: .nameOfRegistration)
    }
    for (name, token) in loop.tokens {
      if let registration = registrations[token] {
        kernel.graph.connect(registration, to: node(of: name), as: .registrationOfName)
      } else {
        kernel.graph.connect(node(of: name), to: loopNode, as: .endedOfLoop)
      }
    }
    for name in loop.levels {
      kernel.graph.connect(node(of: name), to: loopNode, as: .levelOfLoop)
    }
  }

  private mutating func add(
    _ timers: ModelTimers, of loop: ModelLoopUnderTest, _ loopNode: StateGraph.Node
  ) {
    var pending: Set<Int> = []
    for (position, entry) in timers.entries.enumerated() {
      var hash = StateHash(Topic.timer.rawValue)
      hash.combine(position)
      hash.combine(entry.deadline &- now)
      let timer = kernel.graph.add()
      kernel.graph.say(hash, of: timer)
      kernel.graph.connect(timer, to: loopNode, as: .timerOfLoop)
      pending.insert(entry.timer)
      guard let name = loop.timerNames[entry.timer] else { continue }
      kernel.graph.connect(timer, to: node(of: name), as: .nameOfTimer)
      if loop.timers[name] == entry.timer {
        kernel.graph.connect(timer, to: node(of: name), as: .latestTimerOfName)
      }
    }
    for (name, timer) in loop.timers where !pending.contains(timer) {
      kernel.graph.connect(node(of: name), to: loopNode, as: .spentOfLoop)
    }
  }
}
