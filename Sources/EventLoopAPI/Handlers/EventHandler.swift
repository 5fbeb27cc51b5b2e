/// What an application does when a registration is ready or a timer is due.
///
/// ```swift
/// struct Connection: EventHandler {
///   let descriptor: CInt
///
///   func ready(
///     _ token: Token, _ readiness: Readiness,
///     _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
///   ) {
///     if !echo(descriptor) { try? dispatcher.deregister(token) }
///   }
/// }
/// ```
///
/// A conforming type is a structure, an enumeration (with a case for each kind of registration) or a final
/// class; it may be noncopyable, for instance to own its descriptor. Written once, it serves any loop.
///
/// The dispatcher keeps a value for each registration and each timer, and calls it where it lies: a call
/// copies and counts nothing, and the compiler can inline it into the turn. State that changes is kept in a
/// class, or in a table of the application's.
///
/// A handler that is declared with `throws(SomeError)` may throw such errors; what becomes of them is said
/// once, by ``Dispatcher/onError(_:)``.
public protocol EventHandler: ~Copyable {
  /// The type of the errors that a handler throws; `Never` unless an implementation throws.
  associatedtype Failure: Error = Never

  /// Called when the registration that has this handler is ready, with what holds.
  func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(Failure)

  /// Called when the timer that has this handler is due; does nothing unless it is implemented.
  func due(
    _ timer: TimerToken, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(Failure)
}

extension EventHandler where Self: ~Copyable {
  /// Does nothing: most handlers have no timers.
  @inlinable
  public func due(
    _ timer: TimerToken, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(Failure) {}
}
