import Glibc
import NIOCore
import NIOPosix

/// Is told of the first event.
private final class FirstEvent: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let happened: EventLoopPromise<Void>

  init(_ happened: EventLoopPromise<Void>) {
    self.happened = happened
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    happened.succeed()
  }
}

/// A loop, the ready end of a pipe, and its event.
@main
struct Main {
  static func main() throws {
    let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let happened = loop.makePromise(of: Void.self)
    var ends: [CInt] = [0, 0]
    guard pipe(&ends) == 0, write(ends[1], "", 1) == 1 else { exit(1) }
    _ = try NIOPipeBootstrap(group: loop)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(FirstEvent(happened))
        }
      }
      .takingOwnershipOfDescriptor(input: ends[0])
      .wait()
    try happened.futureResult.wait()
  }
}
