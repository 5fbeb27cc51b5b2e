internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension LoopUnderTest where Loop: ~Copyable {
  /// Does a step on the loop, but for one that waits.
  ///
  /// - Parameters:
  ///   - objects: the scenario's objects.
  ///   - start: the instant that the scenario's times count from.
  mutating func perform(
    _ action: Action, with objects: borrowing ObjectTable, since start: Instant
  ) -> Outcome {
    do {
      return try attempt(action, objects, start)
    } catch {
      return .word(ErrorName.of(error.code.rawValue))
    }
  }

  private mutating func attempt(
    _ action: Action, _ objects: borrowing ObjectTable, _ start: Instant
  ) throws(LoopError) -> Outcome {
    switch action {
    case .register(let name, let interest, let trigger):
      guard let object = objects.objects[name] else { return .word("not opened") }
      guard let token = try loop?.register(object.descriptor, for: interest, trigger: trigger) else {
        return Self.ended
      }
      registrations.begin(name, token)
      registrations.set(name, trigger)
    case .modify(let name, let interest, let trigger):
      guard let token = registrations[name] else { return .word("not registered") }
      guard try loop?.modify(token, for: interest, trigger: trigger) != nil else { return Self.ended }
      registrations.set(name, trigger)
    case .deregister(let name):
      guard let token = registrations[name] else { return .word("not registered") }
      guard try loop?.deregister(token) != nil else { return Self.ended }
      registrations.end(token)
    case .schedule(let names, let microseconds):
      let deadline = start + .microseconds(microseconds)
      for name in names {
        guard let timer = try loop?.schedule(at: deadline) else { return Self.ended }
        timers[name] = timer
        timerNames[timer] = NamedTimer(name: name, deadline: deadline)
      }
    case .cancel(let name):
      guard let timer = timers[name] else { return .word("not scheduled") }
      guard loop?.cancel(timer) ?? false else { return .word("spent") }
      timerNames[timer]?.isSpent = true
    case .wake(let source): wake(from: source)
    case .embed:
      guard let descriptor = loop?.pollDescriptor else { return Self.ended }
      return .word(cobjects_poll(descriptor, CShort(POLLIN), 0) > 0 ? "ready" : "idle")
    case .end: loop = nil
    default: assertionFailure("not a step on the loop")
    }
    return .done
  }

  private static var ended: Outcome { .word("the loop has ended") }

  private func wake(from source: WakeSource) {
    switch source {
    case .here: waker?.wake()
    case .thread:
      SecondThread { [waker] in waker?.wake() }.join()
    case .signal:
      SignalledWaker.current = waker
      cobjects_handle(SIGUSR1) { _ in SignalledWaker.current?.wake() }
      raise(SIGUSR1)
      SignalledWaker.current = nil
    }
  }
}

/// The waker that the signal handler uses, which can be handed nothing else.
private enum SignalledWaker {
  /// Safety: it is written by the thread that raises the signal, before and after; the handler runs on that
  /// thread in between.
  nonisolated(unsafe) static var current: (any LoopWaker)?
}
