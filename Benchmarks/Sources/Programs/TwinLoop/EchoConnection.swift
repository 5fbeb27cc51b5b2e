import EventLoopAPI
import WorkloadSupport

/// A connection of an echo server that is written with handlers or closures.
final class EchoConnection {
  private var echo = support_echo()
  private var interest: Interest = .readable

  init(_ descriptor: CInt) {
    echo.descriptor = descriptor
  }

  /// Reads or writes once, and has the dispatcher watch for what comes next.
  func transfer<Loop: EventLoop & ~Copyable, Handler: EventHandler>(
    _ token: Token, on dispatcher: inout Dispatcher<Loop, Handler>
  ) throws(LoopError) {
    let next = interest == .readable ? support_echo_read(&echo) : support_echo_write(&echo)
    if next == SUPPORT_ECHO_CLOSE {
      try dispatcher.deregister(token)
      support_echo_close(&echo)
      return
    }
    let interest: Interest = next == SUPPORT_ECHO_WRITE ? .writable : .readable
    guard interest != self.interest else { return }
    self.interest = interest
    try dispatcher.modify(token, for: interest)
  }
}
