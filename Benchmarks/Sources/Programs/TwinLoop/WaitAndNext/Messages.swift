import EventLoopAPI
import WorkloadSupport

/// `count` messages of 100 bytes are read 50 at a time: one read for each report, for an edge both of them.
func messages(on loop: consuming some EventLoop & ~Copyable, _ count: Int, trigger: Trigger) throws {
  var loop = loop
  var messages = support_messages()
  support_messages_open(&messages, UInt64(count))
  let token = try loop.register(messages.reader, for: .readable, trigger: trigger)
  support_messages_start(&messages)
  while messages.left > 0 {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .ready:
        _ = support_messages_read(&messages)
        if trigger == .edge {
          _ = support_messages_read(&messages)
        } else if trigger == .oneShot {
          try loop.modify(token, for: .readable, trigger: .oneShot)
        }
      case .timer, .wake: break
      }
    }
  }
  support_messages_report(&messages)
}
