import EventLoopAsync
import WorkloadSupport

/// `count` messages of 100 bytes are read 50 at a time, with one wait for each read.
func level<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>, _ count: Int) async throws {
  var messages = support_messages()
  support_messages_open(&messages, UInt64(count))
  support_messages_start(&messages)
  repeat {
    _ = try await loop.readable(messages.reader)
  } while support_messages_read(&messages) != 0
  support_messages_report(&messages)
}
