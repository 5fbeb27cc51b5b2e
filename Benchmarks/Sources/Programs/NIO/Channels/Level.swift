import Glibc
import NIOCore
import NIOPosix
import WorkloadSupport
import WorkloadTable

private let length = 100

/// Reads messages in two halves, and sends the next when one is complete.
private final class Halves: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private let countdown: Countdown
  private let sender: CInt
  private let message = [UInt8](repeating: 0, count: length)
  private var read = 0

  init(_ countdown: Countdown, from sender: CInt) {
    self.countdown = countdown
    self.sender = sender
  }

  func send() {
    guard write(sender, message, length) == length else { support_fail("write") }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    read += Self.unwrapInboundIn(data).readableBytes
    guard read == length else { return }
    read = 0
    if countdown.countsOn() { send() }
  }
}

/// 100 bytes are written to a unix-stream pair, and read 50 at a time, one read for each report.
func level(messages: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let countdown = Countdown(from: messages, on: loop)
  try loop.submit {
    var ends: [CInt] = [0, 0]
    support_open_pair(&ends)
    let halves = NIOLoopBound(Halves(countdown, from: ends[1]), eventLoop: loop)
    ClientBootstrap(group: loop)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: length / 2))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(halves.value) }
      }
      .withConnectedSocket(ends[0]).whenFailure { fail("\($0)") }
    countdown.begin()
    halves.value.send()
  }.wait()
  support_report("message", UInt64(messages), try countdown.nanoseconds.wait())
}
