import NIOCore
import NIOPosix
import SwiftWorkloadSupport
import WorkloadSupport

/// Takes messages in two reads, and writes the next message after the second.
private final class MessageReader: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private var messages = support_messages()
  private var bytes = 0
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
    bytes += Self.unwrapInboundIn(data).readableBytes
    if bytes < 100 { return }
    bytes = 0
    messages.left -= 1
    if messages.left > 0 { return support_messages_write(&messages) }
    support_messages_report(&messages)
    finished.succeed()
  }
}

/// `count` messages of 100 bytes are read in two, one read for each report.
///
/// SwiftNIO makes its buffers as long as a power of two, so the reads are of 64 and 36 bytes, not of 50.
func level(_ count: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let finished = loop.makePromise(of: Void.self)
  try loop.submit {
    let reader = NIOLoopBound(MessageReader(count, finishing: finished), eventLoop: loop)
    ClientBootstrap(group: loop)
      .channelOption(.maxMessagesPerRead, value: 1)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64))
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(reader.value) }
      }
      .withConnectedSocket(reader.value.descriptor).whenFailure { fail("\($0)") }
    reader.value.start()
  }.wait()
  try finished.futureResult.wait()
}
