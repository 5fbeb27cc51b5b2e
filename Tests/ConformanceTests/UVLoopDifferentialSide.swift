import EventLoopAPI

/// One of two loops that are told the same, with what it calls the registrations.
struct UVLoopDifferentialSide<Loop: EventLoop & ~Copyable>: ~Copyable {
  var loop: Loop
  private var tokens: [Int: Token] = [:]
  private var names: [Token: Int] = [:]
  private var timerTokens: [Int: TimerToken] = [:]
  private var timerNames: [TimerToken: Int] = [:]

  init(_ loop: consuming Loop) {
    self.loop = loop
  }

  mutating func register(
    _ name: Int, _ descriptor: CInt, _ interest: Interest, _ trigger: Trigger
  ) -> ErrorCode? {
    do throws(LoopError) {
      let token = try loop.register(descriptor, for: interest, trigger: trigger)
      tokens[name] = token
      names[token] = name
      return nil
    } catch {
      precondition(error.operation == .register)
      return error.code
    }
  }

  mutating func modify(_ name: Int, _ interest: Interest, _ trigger: Trigger) -> ErrorCode? {
    guard let token = tokens[name] else { preconditionFailure("no registration \(name)") }
    do throws(LoopError) {
      try loop.modify(token, for: interest, trigger: trigger)
      return nil
    } catch {
      precondition(error.operation == .modify)
      return error.code
    }
  }

  /// The token goes on standing for its name, so that an event that comes too late is seen.
  mutating func deregister(_ name: Int) -> ErrorCode? {
    guard let token = tokens[name] else { preconditionFailure("no registration \(name)") }
    do throws(LoopError) {
      try loop.deregister(token)
      return nil
    } catch {
      precondition(error.operation == .deregister)
      return error.code
    }
  }

  mutating func schedule(_ name: Int, at deadline: Instant) throws {
    let token = try loop.schedule(at: deadline)
    timerTokens[name] = token
    timerNames[token] = name
  }

  mutating func cancel(_ name: Int) -> Bool {
    timerTokens[name].map { loop.cancel($0) } ?? false
  }

  /// Reads what a wait has collected.
  mutating func read(
    into telling: inout UVLoopDifferentialTelling,
    reacting reactions: [Int: UVLoopDifferentialReaction] = [:]
  ) -> [Int: ErrorCode?] {
    var results: [Int: ErrorCode?] = [:]
    while let event = loop.next() {
      switch event {
      case .ready(let token, let readiness):
        guard let name = names[token] else { preconditionFailure("an unknown token") }
        telling.isInOrder = telling.isInOrder && telling.timers.isEmpty && !telling.hasWake
        if telling.readiness.updateValue(readiness, forKey: name) != nil {
          telling.repeated.insert(name)
        }
        switch reactions[name] {
        case .deregister: results[name] = .some(deregister(name))
        case .modify(let interest, let trigger): results[name] = .some(modify(name, interest, trigger))
        case nil: break
        }
      case .timer(let token):
        telling.isInOrder = telling.isInOrder && !telling.hasWake
        telling.timers.append(timerNames[token] ?? -1)
      case .wake:
        telling.isInOrder = telling.isInOrder && !telling.hasWake
        telling.hasWake = true
      }
    }
    return results
  }
}
