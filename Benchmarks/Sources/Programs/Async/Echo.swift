import EventLoopAsync
import WorkloadSupport

/// A server that returns to each client what it sends, until it is killed; each connection is a task.
func echo<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>) async throws {
  let listener = try AsyncSocket(owning: support_listen(), on: loop)
  support_print_port(listener.descriptor)
  try await withThrowingDiscardingTaskGroup { group in
    while true {
      let connection = try await listener.accept()
      support_set_no_delay(connection.descriptor)
      group.addTask { await serve(connection) }
    }
  }
}

private func serve<Loop: EventLoop & ~Copyable>(_ connection: AsyncSocket<Loop>) async {
  var buffer = [UInt8](repeating: 0, count: Int(SUPPORT_ECHO_BUFFER))
  do {
    while true {
      let count = try await connection.read(into: &buffer)
      if count == 0 { return }
      try await connection.write(buffer[..<count])
    }
  } catch {
    // The client is gone: so is the connection, with its last reference.
  }
}
