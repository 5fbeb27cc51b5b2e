import NIOCore
import NIOPosix
import SwiftWorkloadSupport
import WorkloadSupport

/// Sends back what comes.
private final class Bounce: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let countdown: Countdown

  init(_ countdown: Countdown) {
    self.countdown = countdown
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if countdown.countsOn() { context.writeAndFlush(data, promise: nil) }
  }
}

/// In each of `pairs` pairs of unix-stream sockets both ends are channels that read; in `active` of them a
/// byte goes to and fro.
func pingPong(pairs: Int, active: Int, events: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let countdown = Countdown(from: events, on: loop)
  try loop.submit {
    let bootstrap = ClientBootstrap(group: loop).channelInitializer { channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.addHandler(Bounce(countdown))
      }
    }
    for pair in 0..<pairs {
      var ends: [CInt] = [0, 0]
      support_open_pair(&ends)
      for end in ends {
        bootstrap.withConnectedSocket(end).whenFailure { fail("\($0)") }
      }
      if pair < active { support_send(ends[0]) }
    }
    // The loop has not waited yet: so far this has been one task on its thread.
    countdown.begin()
  }.wait()
  support_report("event", UInt64(events), try countdown.nanoseconds.wait())
}
