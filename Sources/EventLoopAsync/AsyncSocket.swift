public import EventLoopAPI
internal import Glibc
internal import Synchronization

/// A stream socket that is closed, and forgotten by its loop, when the last reference to it goes.
///
/// It cannot be closed before that, so that no task can wait for, read or write what by then is another file.
/// One task may read while another one writes. After 16 calls of the kernel other tasks have their turn,
/// so that a socket which is always ready does not keep the thread to one task.
public final class AsyncSocket<Loop: EventLoop & ~Copyable>: Sendable {
  /// The loop that it waits on.
  public let loop: AsyncEventLoop<Loop>

  /// The number of the socket, for calls such as setsockopt(2); to close it is for this object alone.
  public let descriptor: CInt

  /// Whether the last read found less than it had room for: the next one waits first.
  private let isDrained = Atomic(true)

  /// Whether it has waited: then the loop's registration is its own, and stays so.
  private let isWatched = Atomic(false)

  /// How often the kernel was called.
  private let calls = Atomic(0)

  /// Takes a socket over, makes it non-blocking and keeps it from programs that are started.
  ///
  /// - Throws: ``AsyncLoopError/transfer(_:)`` with `EBADF` if it is not open; it stays the caller's then.
  public init(owning descriptor: CInt, on loop: AsyncEventLoop<Loop>) throws(AsyncLoopError) {
    let flags = fcntl(descriptor, F_GETFL)
    guard flags >= 0, fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) == 0,
      fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0
    else {
      throw .transfer(ErrorCode(rawValue: errno))
    }
    self.loop = loop
    self.descriptor = descriptor
  }

  deinit {
    loop.close(descriptor)
  }

  /// Waits for a connection of a listening socket.
  ///
  /// - Throws: ``AsyncLoopError``: `transfer` with the reason of accept(2), such as `EMFILE`, and what
  ///   ``AsyncEventLoop/readable(_:)`` throws.
  public nonisolated(nonsending) func accept() async throws(AsyncLoopError) -> AsyncSocket {
    let connection = try await transfer(.reading) { Int(Glibc.accept(descriptor, nil, nil)) }
    return try AsyncSocket(owning: CInt(connection), on: loop)
  }

  /// Waits for bytes, and reads as many as there are and fit; zero at the end of the stream.
  ///
  /// - Precondition: there is room for a byte.
  /// - Throws: ``AsyncLoopError``: `transfer` with the reason of recv(2), such as `ECONNRESET`, and what
  ///   ``AsyncEventLoop/readable(_:)`` throws.
  public nonisolated(nonsending) func read(into bytes: inout [UInt8]) async throws(AsyncLoopError) -> Int {
    precondition(!bytes.isEmpty, "a read needs room")
    if isDrained.load(ordering: .relaxed) {
      try await wait(for: .reading)
    }
    let count = try await transfer(.reading) {
      bytes.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    }
    isDrained.store(count < bytes.count, ordering: .relaxed)
    return count
  }

  /// Writes all bytes, and waits for room as often as it must.
  ///
  /// It raises no SIGPIPE.
  ///
  /// - Throws: ``AsyncLoopError``: `transfer` with the reason of send(2), such as `EPIPE`, and what
  ///   ``AsyncEventLoop/writable(_:)`` throws. Some of the bytes may have been written.
  public nonisolated(nonsending) func write(_ bytes: ArraySlice<UInt8>) async throws(AsyncLoopError) {
    let noSignal = CInt(MSG_NOSIGNAL)
    var written = 0
    while written < bytes.count {
      written += try await transfer(.writing) {
        bytes.withUnsafeBytes {
          send(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written, noSignal)
        }
      }
    }
  }

  /// Writes all bytes of an array; as ``write(_:)-(ArraySlice<UInt8>)``.
  ///
  /// - Throws: ``AsyncLoopError``, as that does.
  public nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws(AsyncLoopError) {
    try await write(bytes[...])
  }

  /// Tells the other end that nothing more will be written, by shutdown(2); reading goes on.
  public func finishWriting() {
    _ = Glibc.shutdown(descriptor, CInt(SHUT_WR))
  }

  /// Ends the connection in both directions, by shutdown(2): who waits for it goes on and finds the end.
  public func disconnect() {
    _ = Glibc.shutdown(descriptor, CInt(SHUT_RDWR))
  }

  /// Calls the kernel until it neither asks to wait nor was interrupted.
  private nonisolated(nonsending) func transfer(
    _ direction: WaitDirection, _ call: () -> Int
  ) async throws(AsyncLoopError) -> Int {
    while true {
      // What is always ready does not wait, where else a cancellation would be noticed.
      if Task.isCancelled { throw .cancelled }
      if calls.add(1, ordering: .relaxed).newValue % 16 == 0 { await Task.yield() }
      let result = call()
      if result >= 0 { return result }
      switch errno {
      case EAGAIN: try await wait(for: direction)
      // A connection that was given up before it was accepted is nobody's concern.
      case EINTR, ECONNABORTED: continue
      case let code: throw .transfer(ErrorCode(rawValue: code))
      }
    }
  }

  private nonisolated(nonsending) func wait(for direction: WaitDirection) async throws(AsyncLoopError) {
    _ = try await loop.wait(
      for: direction, of: descriptor, isConfirmed: isWatched.load(ordering: .relaxed))
    isWatched.store(true, ordering: .relaxed)
  }
}
