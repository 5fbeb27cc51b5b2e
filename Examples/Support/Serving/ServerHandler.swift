public import EpollCore

/// The dispatcher of a server, on any loop.
public typealias ServerDispatcher<Loop: EventLoop & ~Copyable, Client: Connection> =
  Dispatcher<Loop, ServerHandler<Client>>

/// What a server's registrations and timers call.
public enum ServerHandler<Client: Connection>: EventHandler {
  /// The server itself, for its listener and its timers.
  case server(Server<Client>)

  /// A connection, for all that it has registered.
  case connection(Client)

  /// Has the server accept, or the connection go on.
  public func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(ConnectionFailure) {
    switch self {
    case .server(let server): server.accept(on: &dispatcher)
    case .connection(let connection):
      do {
        try connection.ready(token, readiness, on: &dispatcher)
      } catch {
        throw ConnectionFailure(connection, error)
      }
    }
  }

  /// Tells the server or the connection which timer is due.
  public func due(
    _ timer: TimerToken, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) throws(ConnectionFailure) {
    switch self {
    case .server(let server): server.due(timer, on: &dispatcher)
    case .connection(let connection):
      do {
        try connection.due(timer, on: &dispatcher)
      } catch {
        throw ConnectionFailure(connection, error)
      }
    }
  }
}
