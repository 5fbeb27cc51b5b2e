import NIOCore
import NIOPosix
import WorkloadSupport

private struct Ignoring: NIOScheduledCallbackHandler {
  func handleScheduledCallback(eventLoop: some EventLoop) {}
}

/// What the heap grows by with `count` scheduled callbacks, of which the application keeps what cancels them.
func timerMemory(_ count: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  try loop.submit {
    let before = support_heap()
    var callbacks: [NIOScheduledCallback] = []
    callbacks.reserveCapacity(count)
    for index in 0..<count {
      let deadline = NIODeadline.uptimeNanoseconds(1_000_000_000_000_000 + UInt64(index))
      callbacks.append(try loop.scheduleCallback(at: deadline, handler: Ignoring()))
    }
    support_report("timer", UInt64(count), withExtendedLifetime(callbacks) { support_heap() - before })
  }.wait()
}
