public import EventLoopAsync
internal import Glibc
internal import Synchronization

extension ServerOptions {
  /// Accepts connections on a loop, and has a task for each of them, until SIGTERM or SIGINT.
  ///
  /// Then it accepts no more and calls a closure, which is to have the tasks finish what is under way. Those
  /// that are left when their time to end has passed are cancelled. What a connection's task throws ends that
  /// connection, and nothing else.
  ///
  /// - Throws: ``SocketError`` if the address is not to be had, and what the loop refuses.
  public func serve<Loop: EventLoop & ~Copyable>(
    on loop: AsyncEventLoop<Loop>,
    finish: @escaping @Sendable () async -> Void,
    _ talk: @escaping @Sendable (AsyncSocket<Loop>) async throws -> Void
  ) async throws {
    let listener = try Listener(at: address)
    let duplicate = dup(listener.socket.descriptor)
    guard duplicate >= 0 else { throw SocketError("dup") }
    let arrivals = try AsyncSocket(owning: duplicate, on: loop)
    let signals = try SignalPipe()
    Termination.wakes(signals)
    say("listening at \(listener.place) with \(Loop.identity)")
    let progress = Progress()
    try await withThrowingTaskGroup { group in
      group.addTask {
        try await withThrowingDiscardingTaskGroup { connections in
          while let connection = try await Self.next(arrivals, progress) {
            progress.connections.add(1, ordering: .relaxed)
            connections.addTask {
              try? await talk(connection)
              progress.connections.subtract(1, ordering: .relaxed)
              if Task.isCancelled { progress.cutOff.add(1, ordering: .relaxed) }
            }
          }
        }
      }
      group.addTask {
        _ = try await loop.readable(signals.reader)
        progress.isEnding.store(true, ordering: .relaxed)
        // Clients are refused from now on; who waits for them is told by the loop, as some sockets do not.
        arrivals.disconnect()
        await loop.forget(arrivals.descriptor)
        await finish()
        sayEnding(progress.connections.load(ordering: .relaxed))
        try await loop.sleep(for: timeToEnd)
      }
      // Either every connection has ended, or the time for it has.
      try await group.next()
      group.cancelAll()
    }
    say("ended, \(progress.cutOff.load(ordering: .relaxed)) connections were cut off")
    // Until here it keeps the path of a unix socket.
    _ = consume listener
  }

  /// The next connection, nil when the server ends.
  ///
  /// While none can be accepted, as when descriptors are short, it looks away from those that wait.
  private static func next<Loop: EventLoop & ~Copyable>(
    _ arrivals: AsyncSocket<Loop>, _ progress: Progress
  ) async throws(AsyncLoopError) -> AsyncSocket<Loop>? {
    while !progress.isEnding.load(ordering: .relaxed), !Task.isCancelled {
      do {
        return try await arrivals.accept()
      } catch {
        switch error {
        case .cancelled, .forgotten, .transfer(.invalidArgument): return nil
        case .transfer: try? await arrivals.loop.sleep(for: .milliseconds(50))
        default: throw error
        }
      }
    }
    return nil
  }
}

/// What the tasks of a server know of its end.
private final class Progress: Sendable {
  let isEnding = Atomic(false)
  let connections = Atomic(0)
  let cutOff = Atomic(0)
}

/// Makes a descriptor readable when a signal comes, until the process ends.
private struct SignalPipe: LoopWaker {
  let reader: CInt
  private let writer: CInt

  init() throws(SocketError) {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SocketError("pipe") }
    (reader, writer) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // A signal handler must not wait for room.
    _ = fcntl(writer, F_SETFL, O_NONBLOCK)
  }

  func wake() {
    let number = errno
    var byte: UInt8 = 0
    _ = write(writer, &byte, 1)
    errno = number
  }
}
