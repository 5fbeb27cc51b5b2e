public import EpollCore

/// Accepts connections on any loop, until SIGTERM or SIGINT; then it lets them end.
///
/// While descriptors are short it looks away from those that wait, instead of being told of them for ever.
public final class Server<Client: Connection> {
  private let options: ServerOptions
  private let makeConnection: (consuming Socket) throws -> Client

  /// Nil when no more connections are accepted.
  private var listener: Listener?
  private var arrivals: Token?
  private var connections: [ObjectIdentifier: Client] = [:]

  /// The end of the time that connections have to end; nil while the server serves.
  private var limit: TimerToken?

  /// Listens at an address.
  ///
  /// - Throws: ``SocketError`` if the address is not to be had.
  public init(
    _ options: ServerOptions, makeConnection: @escaping (consuming Socket) throws -> Client
  ) throws {
    self.options = options
    self.makeConnection = makeConnection
    listener = try Listener(at: options.address)
  }

  /// Serves until the server is told to end and every connection is over, or the time for it is.
  ///
  /// - Throws: a refusal of the loop.
  public func run<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) throws {
    guard let descriptor = listener?.socket.descriptor, let place = listener?.place else { return }
    arrivals = try dispatcher.register(descriptor, for: .readable, handler: .server(self))
    // What a connection throws ends that connection, and nothing else.
    dispatcher.onError { [self] dispatcher, error in
      end(error.failure.connection, on: &dispatcher)
      return .resume
    }
    dispatcher.onWake { [self] dispatcher throws(ConnectionFailure) in drain(on: &dispatcher) }
    Termination.wakes(dispatcher.waker)
    say("listening at \(place) with \(dispatcher.identity)")
    try dispatcher.run()
    for connection in connections.values { connection.close(on: &dispatcher) }
    say("ended, \(connections.count) connections were cut off")
    connections = [:]
  }

  /// Takes all connections that wait, up to a number, so that others have their turn.
  func accept<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) {
    do {
      for _ in 0..<64 {
        guard let socket = try listener?.accept() else { return }
        try begin(socket, on: &dispatcher)
      }
    } catch {
      pause(on: &dispatcher)
    }
  }

  /// Begins a connection; one that cannot be begun is over.
  ///
  /// - Throws: ``SocketError`` if descriptors are short.
  private func begin<Loop: EventLoop & ~Copyable>(
    _ socket: consuming Socket, on dispatcher: inout ServerDispatcher<Loop, Client>
  ) throws {
    do {
      let connection = try makeConnection(socket)
      connections[ObjectIdentifier(connection)] = connection
      do {
        try connection.begin(on: &dispatcher)
      } catch {
        end(ObjectIdentifier(connection), on: &dispatcher)
      }
    } catch let error as SocketError where error.isShortage {
      throw error
    } catch {
      // The client sees its connection end.
    }
  }

  /// Looks away from the listener for a while, since it stays ready.
  private func pause<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) {
    guard let arrivals else { return }
    do {
      try dispatcher.schedule(after: .milliseconds(50), handler: .server(self))
      try dispatcher.modify(arrivals, for: [])
    } catch {
      // Without a timer it must not look away.
    }
  }

  /// Ends the pause, or the time that connections have.
  func due<Loop: EventLoop & ~Copyable>(
    _ timer: TimerToken, on dispatcher: inout ServerDispatcher<Loop, Client>
  ) {
    if timer == limit { return dispatcher.stop() }
    if let arrivals { try? dispatcher.modify(arrivals, for: .readable) }
  }

  /// Accepts no more, and tells all connections to finish.
  private func drain<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) {
    guard limit == nil, let arrivals else { return }
    self.arrivals = nil
    // Those that the kernel has accepted already are clients as well.
    accept(on: &dispatcher)
    try? dispatcher.deregister(arrivals)
    listener = nil
    do {
      limit = try dispatcher.schedule(after: options.timeToEnd, handler: .server(self))
    } catch {
      return dispatcher.stop()
    }
    for connection in connections.values {
      do {
        try connection.finish(on: &dispatcher)
      } catch {
        end(ObjectIdentifier(connection), on: &dispatcher)
      }
    }
    if connections.isEmpty { dispatcher.stop() }
  }

  private func end<Loop: EventLoop & ~Copyable>(
    _ identifier: ObjectIdentifier, on dispatcher: inout ServerDispatcher<Loop, Client>
  ) {
    guard let connection = connections.removeValue(forKey: identifier) else { return }
    connection.close(on: &dispatcher)
    if limit != nil, connections.isEmpty { dispatcher.stop() }
  }
}
