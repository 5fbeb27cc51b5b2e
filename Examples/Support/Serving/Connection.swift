public import EpollCore

/// One client of a ``Server``, on any loop.
///
/// What its methods throw ends the connection: ``close(on:)`` is called, and the server forgets it.
public protocol Connection: AnyObject {
  /// Registers what the connection waits for, with the handler `.connection(self)`.
  func begin<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Self>) throws

  /// Called when a registration is ready.
  func ready<Loop: EventLoop & ~Copyable>(
    _ token: Token, _ readiness: Readiness, on dispatcher: inout ServerDispatcher<Loop, Self>
  ) throws

  /// Called when a timer is due; does nothing unless it is implemented.
  func due<Loop: EventLoop & ~Copyable>(
    _ timer: TimerToken, on dispatcher: inout ServerDispatcher<Loop, Self>
  ) throws

  /// Called when the server is to end: what is under way may be done, and nothing new is to be begun.
  func finish<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Self>) throws

  /// Ends the registrations and timers; the sockets close with the connection.
  func close<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Self>)
}

extension Connection {
  /// Does nothing: a connection without timers.
  public func due<Loop: EventLoop & ~Copyable>(
    _ timer: TimerToken, on dispatcher: inout ServerDispatcher<Loop, Self>
  ) {}
}

/// What a connection throws when it is over.
public struct ConnectionEnded: Error {
  /// Makes the error.
  public init() {}
}

/// Why a connection is over, and which one.
public struct ConnectionFailure: Error {
  let connection: ObjectIdentifier
  let reason: any Error

  init(_ connection: some Connection, _ reason: any Error) {
    self.connection = ObjectIdentifier(connection)
    self.reason = reason
  }
}
