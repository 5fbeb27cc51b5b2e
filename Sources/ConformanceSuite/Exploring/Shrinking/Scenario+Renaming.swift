extension Scenario {
  /// The scenario with other names, the same for all that differ in names alone: objects are `a`, `b` and so
  /// on, and timers `t1`, `t2` and so on, in the order in which they come.
  var renamed: Scenario {
    var objects: [String: String] = [:]
    var timers: [String: String] = [:]
    for step in steps {
      for name in step.action.opened where objects[name] == nil {
        objects[name] = String(UnicodeScalar(UInt8(97 + objects.count % 26)))
      }
      if case .schedule(let names, _) = step.action {
        for name in names where timers[name] == nil { timers[name] = "t\(timers.count + 1)" }
      }
    }
    let names = objects.merging(timers) { $1 }
    var copy = self
    copy.steps = steps.enumerated().map { index, step in
      var step = step.renamed { names[$0] ?? $0 }
      step.line = index + 1
      return step
    }
    return copy
  }
}

extension Step {
  /// The step with other names.
  func renamed(_ name: (String) -> String) -> Step {
    var copy = self
    copy.action = action.renamed(name)
    if case .onDelivery(let subject, let loop) = moment { copy.moment = .onDelivery(name(subject), by: loop) }
    copy.text = copy.written
    return copy
  }

}

extension Action {
  /// The objects that it makes.
  var opened: [String] {
    switch self {
    case .open(let names, _, _): names
    case .connect(let client, _): [client]
    case .accept(let name, _), .receive(let name, _): [name]
    default: []
    }
  }

  /// The objects that must be there before it.
  var used: [String] {
    switch self {
    case .open(_, let kind, let options):
      [kind.source].compactMap { $0 } + [options.reusing].compactMap { $0 }
    case .object(let name, _), .register(let name, _, _), .modify(let name, _, _), .deregister(let name):
      [name]
    case .connect(_, let listener), .accept(_, let listener): [listener]
    case .send(let name, let socket): [name, socket]
    case .receive(_, let socket): [socket]
    case .nest(let epoll, let target, _), .unnest(let epoll, let target): [epoll, target]
    case .schedule, .cancel, .wake, .wait, .collect, .embed, .signals, .end: []
    }
  }

  /// The action with other names.
  func renamed(_ name: (String) -> String) -> Action {
    switch self {
    case .open(let names, let kind, let options):
      var options = options
      options.reusing = options.reusing.map(name)
      return .open(names: names.map(name), kind: kind.renamed(name), options: options)
    case .object(let object, let operation): return .object(name(object), operation)
    case .connect(let client, let listener): return .connect(client: name(client), listener: name(listener))
    case .accept(let object, let listener): return .accept(name: name(object), listener: name(listener))
    case .send(let object, let socket): return .send(name(object), over: name(socket))
    case .receive(let object, let socket): return .receive(name: name(object), socket: name(socket))
    case .nest(let epoll, let target, let events):
      return .nest(epoll: name(epoll), target: name(target), events: events)
    case .unnest(let epoll, let target): return .unnest(epoll: name(epoll), target: name(target))
    case .register(let object, let interest, let trigger): return .register(name(object), interest, trigger)
    case .modify(let object, let interest, let trigger): return .modify(name(object), interest, trigger)
    case .deregister(let object): return .deregister(name(object))
    case .schedule(let names, let microseconds):
      return .schedule(names.map(name), microseconds: microseconds)
    case .cancel(let timer): return .cancel(name(timer))
    case .wake, .wait, .collect, .embed, .signals, .end: return self
    }
  }
}

extension ObjectKind {
  fileprivate func renamed(_ name: (String) -> String) -> ObjectKind {
    switch self {
    case .plain: self
    case .dup(let original): .dup(of: name(original))
    case .fifoReader(let end): .fifoReader(of: name(end))
    case .fifoWriter(let end): .fifoWriter(of: name(end))
    }
  }
}
