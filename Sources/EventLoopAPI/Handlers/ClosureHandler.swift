/// A dispatcher whose handlers are closures that do not throw.
public typealias ClosureDispatcher<Loop: EventLoop & ~Copyable> = ThrowingClosureDispatcher<Loop, Never>

/// A dispatcher whose handlers are closures that throw errors of one type.
public typealias ThrowingClosureDispatcher<Loop: EventLoop & ~Copyable, Failure: Error> =
  Dispatcher<Loop, ClosureHandler<Loop, Failure>>

/// A handler that calls a closure; only a ``ThrowingClosureDispatcher`` makes it.
public struct ClosureHandler<Loop: EventLoop & ~Copyable, Failure: Error>: EventHandler {
  /// What is called when a registration is ready, with the dispatcher, the registration and what holds.
  public typealias ReadinessHandler =
    (inout ThrowingClosureDispatcher<Loop, Failure>, Token, Readiness) throws(Failure) -> Void

  /// What is called when a timer is due, with the dispatcher and the timer.
  public typealias TimerHandler =
    (inout ThrowingClosureDispatcher<Loop, Failure>, TimerToken) throws(Failure) -> Void

  @usableFromInline let readinessHandler: ReadinessHandler?
  @usableFromInline let timerHandler: TimerHandler?

  @inlinable
  init(ready handler: @escaping ReadinessHandler) {
    readinessHandler = handler
    timerHandler = nil
  }

  @inlinable
  init(due handler: @escaping TimerHandler) {
    readinessHandler = nil
    timerHandler = handler
  }

  /// Calls the closure of a registration, where it lies: a copy of it would be counted.
  @inlinable
  public func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(Failure) {
    try withUnsafeMutablePointer(to: &dispatcher) { pointer throws(Failure) in
      try readinessHandler?(&Self.ofClosures(pointer).pointee, token, readiness)
    }
  }

  /// Calls the closure of a timer.
  @inlinable
  public func due(
    _ timer: TimerToken, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(Failure) {
    try withUnsafeMutablePointer(to: &dispatcher) { pointer throws(Failure) in
      try timerHandler?(&Self.ofClosures(pointer).pointee, timer)
    }
  }

  /// Says what the compiler cannot know: that the dispatcher is over the loop of the closure.
  ///
  /// Safety: the initializers are used by a dispatcher over `Loop` alone, which puts what they make into its
  /// own tables and never gives it out. So the two types of the dispatcher are one.
  @inlinable
  static func ofClosures<Other: EventLoop & ~Copyable>(
    _ dispatcher: UnsafeMutablePointer<Dispatcher<Other, Self>>
  ) -> UnsafeMutablePointer<Dispatcher<Loop, Self>> {
    UnsafeMutableRawPointer(dispatcher).assumingMemoryBound(to: Dispatcher<Loop, Self>.self)
  }
}
