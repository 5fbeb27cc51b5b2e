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
    let (connections, inlet) = AsyncStream.makeStream(of: AsyncSocket<Loop>.self)
    let progress = Progress()
    try await withThrowingTaskGroup { group in
      group.addTask {
        await withDiscardingTaskGroup { tasks in
          for await connection in connections {
            tasks.addTask {
              try? await talk(connection)
              progress.connections.subtract(1, ordering: .relaxed)
              if Task.isCancelled { progress.cutOff.add(1, ordering: .relaxed) }
            }
          }
        }
      }
      group.addTask {
        @Sendable func begin(_ connection: AsyncSocket<Loop>) {
          progress.connections.add(1, ordering: .relaxed)
          inlet.yield(connection)
        }
        try await Self.accept(from: arrivals, until: signals.reader, begin)
        // Those that the kernel has accepted already are clients as well.
        while let connection = Self.arrived(arrivals) { begin(connection) }
        inlet.finish()
        // Clients are refused from now on.
        arrivals.disconnect()
        await finish()
        sayEnding(progress.connections.load(ordering: .relaxed))
        try await loop.sleep(for: timeToEnd)
      }
      // Either every connection has ended, or the time for it has.
      try await group.next()
      group.cancelAll()
    }
    sayEnded(cutOff: progress.cutOff.load(ordering: .relaxed))
    // Until here it keeps the path of a unix socket.
    _ = consume listener
  }

  /// Accepts connections until a descriptor is readable.
  ///
  /// While none can be accepted, as when descriptors are short, it looks away from those that wait.
  private static func accept<Loop: EventLoop & ~Copyable>(
    from arrivals: AsyncSocket<Loop>, until descriptor: CInt,
    _ begin: @escaping @Sendable (AsyncSocket<Loop>) -> Void
  ) async throws {
    try await withThrowingTaskGroup { race in
      race.addTask { _ = try await arrivals.loop.readable(descriptor) }
      race.addTask {
        while !Task.isCancelled {
          do {
            begin(try await arrivals.accept())
          } catch AsyncLoopError.transfer {
            try? await arrivals.loop.sleep(for: .milliseconds(50))
          }
        }
      }
      try await race.next()
      race.cancelAll()
      // What the other one ends with is its cancellation.
    }
  }

  /// A connection that waits to be accepted already; nil if there is none, or no descriptor for it.
  private static func arrived<Loop: EventLoop & ~Copyable>(
    _ arrivals: AsyncSocket<Loop>
  ) -> AsyncSocket<Loop>? {
    let descriptor = Glibc.accept(arrivals.descriptor, nil, nil)
    return descriptor < 0 ? nil : try? AsyncSocket(owning: descriptor, on: arrivals.loop)
  }
}

/// What the tasks of a server know of its connections.
private final class Progress: Sendable {
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
