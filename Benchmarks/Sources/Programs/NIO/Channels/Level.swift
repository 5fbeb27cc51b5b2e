import NIOCore
import NIOPosix
import SwiftWorkloadSupport
import WorkloadSupport

/// Takes the halves of messages, and writes the next message after the second.
private final class Halves: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var messages = support_messages()
  private let finished: EventLoopPromise<Void>

  init(_ count: Int, finishing promise: EventLoopPromise<Void>) {
    finished = promise
    support_messages_open(&messages, UInt64(count))
  }

  var descriptor: CInt { messages.reader }

  func start() {
    support_messages_start(&messages)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard Self.unwrapInboundIn(data).readableBytes == 50 else { fail("a read of something else than a half") }
    messages.is_half_read = 1 - messages.is_half_read
    if messages.is_half_read == 1 { return }
    messages.left -= 1
    if messages.left > 0 { return support_messages_write(&messages) }
    support_messages_report(&messages)
    finished.succeed()
  }
}

/// `count` messages of 100 bytes are read 50 at a time, one read for each report.
func level(_ count: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let finished = loop.makePromise(of: Void.self)
  try loop.submit {
    let halves = NIOLoopBound(Halves(count, finishing: finished), eventLoop: loop)
    ClientBootstrap(group: loop)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 50))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(halves.value) }
      }
      .withConnectedSocket(halves.value.descriptor).whenFailure { fail("\($0)") }
    halves.value.start()
  }.wait()
  try finished.futureResult.wait()
}
