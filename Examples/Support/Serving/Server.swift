public import EpollCore

/// Accepts connections on any loop, until SIGTERM or SIGINT; then it lets them end.
///
/// While descriptors are short it looks away from those that wait, instead of being told of them for ever.
public final class Server<Client: Connection> {
  private let options: ServerOptions
  private let opensDescriptor: Bool
  private let makeConnection: (consuming Socket) throws -> Client

  /// Nil when no more connections are accepted.
  private var listener: Listener?
  private var arrivals: Token?
  private var connections: [ObjectIdentifier: Client] = [:]

  /// The end of the time that connections have to end; nil while the server serves.
  private var limit: TimerToken?

  /// Listens at an address, for connections that may open a descriptor each besides their socket.
  ///
  /// - Throws: ``SocketError`` if the address is not to be had.
  public init(
    _ options: ServerOptions, opensDescriptor: Bool = false,
    makeConnection: @escaping (consuming Socket) throws -> Client
  ) throws {
    self.options = options
    self.opensDescriptor = opensDescriptor
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
    options.sayEnded(cutOff: connections.count)
    connections = [:]
  }

  /// Takes all connections that wait, up to a number, so that others have their turn.
  func accept<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) {
    do {
      for _ in 0..<64 {
        // What the connection is to open is there before its client is taken, who else would be sent away.
        let spare = opensDescriptor ? try listener?.spareDescriptor() : nil
        guard let socket = try listener?.accept() else { return }
        _ = consume spare
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
  ///
  /// The registration ends, which is never refused; to change it may take a descriptor.
  private func pause<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) {
    guard limit == nil, let token = arrivals else { return }
    do {
      try dispatcher.schedule(after: .milliseconds(50), handler: .server(self))
      try dispatcher.deregister(token)
      arrivals = nil
    } catch {
      // Without a timer it must not look away.
    }
  }

  /// Ends the pause, or the time that connections have.
  func due<Loop: EventLoop & ~Copyable>(
    _ timer: TimerToken, on dispatcher: inout ServerDispatcher<Loop, Client>
  ) {
    if timer == limit { return dispatcher.stop() }
    guard arrivals == nil, let descriptor = listener?.socket.descriptor else { return }
    do {
      arrivals = try dispatcher.register(descriptor, for: .readable, handler: .server(self))
    } catch {
      _ = try? dispatcher.schedule(after: .milliseconds(50), handler: .server(self))
    }
  }

  /// Accepts no more, and tells all connections to finish.
  private func drain<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, Client>) {
    guard limit == nil else { return }
    do {
      limit = try dispatcher.schedule(after: options.timeToEnd, handler: .server(self))
    } catch {
      return dispatcher.stop()
    }
    // Those that the kernel has accepted already are clients as well.
    accept(on: &dispatcher)
    if let arrivals { try? dispatcher.deregister(arrivals) }
    listener = nil
    for connection in connections.values {
      do {
        try connection.finish(on: &dispatcher)
      } catch {
        end(ObjectIdentifier(connection), on: &dispatcher)
      }
    }
    if connections.isEmpty { return dispatcher.stop() }
    options.sayEnding(connections.count)
  }

  private func end<Loop: EventLoop & ~Copyable>(
    _ identifier: ObjectIdentifier, on dispatcher: inout ServerDispatcher<Loop, Client>
  ) {
    guard let connection = connections.removeValue(forKey: identifier) else { return }
    connection.close(on: &dispatcher)
    if limit != nil, connections.isEmpty { dispatcher.stop() }
  }
}
