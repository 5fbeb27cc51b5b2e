import Glibc
import NIOCore
import NIOPosix
import SwiftWorkloadSupport

/// Sends back what comes.
private final class Echo: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    context.writeAndFlush(data, promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}

extension ServerBootstrap {
  /// What every form of the server sets.
  static func forEcho(on group: any EventLoopGroup) -> ServerBootstrap {
    ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 4096)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
  }
}

/// Prints the port of a server.
func printPort(of channel: any Channel) {
  guard let port = channel.localAddress?.port else { fail("the server has no port") }
  print("port \(port)")
  fflush(nil)
}

/// A TCP server that sends back what it reads, until it is killed.
///
/// As SwiftNIO's own echo server, it does not read from who does not take the answers.
func echo() throws {
  let server = try ServerBootstrap.forEcho(on: MultiThreadedEventLoopGroup(numberOfThreads: 1))
    .childChannelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandlers(BackPressureHandler(), Echo())
      }
    }
    .bind(host: "127.0.0.1", port: 0).wait()
  printPort(of: server)
  try server.closeFuture.wait()
}
