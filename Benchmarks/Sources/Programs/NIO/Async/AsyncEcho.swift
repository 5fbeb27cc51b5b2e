import NIOCore
import NIOPosix

/// Sends back what comes, until the channel is closed.
private func serve(_ channel: AsyncChannel) async {
  do {
    try await channel.executeThenClose { inbound, outbound in
      for try await buffer in inbound {
        try await outbound.write(buffer)
      }
    }
  } catch {
    // The client has gone.
  }
}

/// A TCP server that sends back what it reads, until it is killed.
///
/// Each connection has a task, as in SwiftNIO's own example.
func asyncEcho(onLoopThread: Bool) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  try loop.start(onOwnThread: onLoopThread) {
    let server = try await ServerBootstrap.forEcho(on: loop)
      .bind(host: "127.0.0.1", port: 0, childChannelInitializer: makeAsync)
    printPort(of: server.channel)
    try await withThrowingDiscardingTaskGroup { tasks in
      try await server.executeThenClose { connections in
        for try await connection in connections {
          tasks.addTask { await serve(connection) }
        }
      }
    }
  }.wait()
}
