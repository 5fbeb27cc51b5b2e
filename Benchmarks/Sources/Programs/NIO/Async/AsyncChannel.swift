import NIOCore

/// A channel that a task reads bytes from and writes bytes to.
typealias AsyncChannel = NIOAsyncChannel<ByteBuffer, ByteBuffer>

/// Wraps a channel, on its loop.
@Sendable
func makeAsync(_ channel: any Channel) -> EventLoopFuture<AsyncChannel> {
  channel.eventLoop.makeCompletedFuture { try AsyncChannel(wrappingChannelSynchronously: channel) }
}
