/// A dispatcher whose handlers are closures.
public typealias ClosureDispatcher<Loop: EventLoop & ~Copyable> = Dispatcher<Loop, ClosureHandler<Loop>>

/// A handler that calls a closure; only a ``ClosureDispatcher`` makes it.
public struct ClosureHandler<Loop: EventLoop & ~Copyable>: EventHandler {
  /// What is called when a registration is ready, with the dispatcher, the registration and what holds.
  public typealias ReadinessHandler = (inout ClosureDispatcher<Loop>, Token, Readiness) -> Void

  /// What is called when a timer is due, with the dispatcher and the timer.
  public typealias TimerHandler = (inout ClosureDispatcher<Loop>, TimerToken) -> Void

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

  /// Calls the closure of a registration.
  @inlinable
  public func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {
    Self.withClosures(of: &dispatcher) { readinessHandler?(&$0, token, readiness) }
  }

  /// Calls the closure of a timer.
  @inlinable
  public func due(_ timer: TimerToken, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>) {
    Self.withClosures(of: &dispatcher) { timerHandler?(&$0, timer) }
  }

  /// Says what the compiler cannot know: that the dispatcher is over the loop of the closure.
  ///
  /// Safety: the initializers are used by `ClosureDispatcher<Loop>` alone, which puts what they make into its
  /// own tables and never gives it out. So the two types of the dispatcher are one.
  @inlinable
  static func withClosures<Other: EventLoop & ~Copyable>(
    of dispatcher: inout Dispatcher<Other, Self>, _ body: (inout ClosureDispatcher<Loop>) -> Void
  ) {
    withUnsafeMutablePointer(to: &dispatcher) {
      body(&UnsafeMutableRawPointer($0).assumingMemoryBound(to: ClosureDispatcher<Loop>.self).pointee)
    }
  }
}
