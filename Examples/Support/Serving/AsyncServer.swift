public import EventLoopAsync
internal import Glibc

extension ServerOptions {
  /// Accepts connections on a loop and has a task for each of them, until SIGTERM or SIGINT cancels them.
  ///
  /// What a connection's task throws ends that connection, and nothing else.
  ///
  /// - Throws: ``SocketError`` if the address is not to be had, and what the loop refuses.
  public func serve<Loop: EventLoop & ~Copyable>(
    on loop: AsyncEventLoop<Loop>, _ talk: @escaping @Sendable (AsyncSocket<Loop>) async throws -> Void
  ) async throws {
    let listener = try Listener(at: address)
    let socket = try AsyncSocket(owning: dup(listener.socket.descriptor), on: loop)
    let signals = try SignalPipe()
    Termination.wakes(signals)
    say("listening at \(listener.place) with \(Loop.identity)")
    try await withThrowingDiscardingTaskGroup { group in
      group.addTask {
        try await withThrowingDiscardingTaskGroup { connections in
          while let connection = try await Self.next(socket) {
            connections.addTask { try? await talk(connection) }
          }
        }
      }
      _ = try await loop.readable(signals.reader)
      group.cancelAll()
      loop.close(signals.reader)
    }
    say("ended")
    // Until here it keeps the path of a unix socket.
    _ = consume listener
  }

  /// The next connection, nil when the server ends; while descriptors are short it looks away from those that
  /// wait.
  private static func next<Loop: EventLoop & ~Copyable>(
    _ listener: AsyncSocket<Loop>
  ) async throws(AsyncLoopError) -> AsyncSocket<Loop>? {
    while true {
      do {
        return try await listener.accept()
      } catch {
        switch error {
        case .cancelled: return nil
        case .transfer(.tooManyFiles), .transfer(.tooManyFilesInSystem):
          try? await listener.loop.sleep(for: .milliseconds(50))
        default: throw error
        }
      }
    }
  }
}

/// Makes a descriptor readable when a signal comes.
private struct SignalPipe: LoopWaker {
  let reader: CInt
  private let writer: CInt

  init() throws(SocketError) {
    var ends: [CInt] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SocketError("pipe") }
    (reader, writer) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  func wake() {
    let number = errno
    var byte: UInt8 = 0
    _ = write(writer, &byte, 1)
    errno = number
  }
}
