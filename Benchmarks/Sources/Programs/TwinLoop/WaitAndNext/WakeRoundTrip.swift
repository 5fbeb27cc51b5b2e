import EventLoopAPI
import SwiftWorkloadSupport
import WorkloadSupport

/// Two loops, each on a thread of its own, wake each other in turn, `count` times there and back.
func wakeRoundTrip<Loop: EventLoop & ~Copyable>(
  between loop: consuming Loop, and other: consuming Loop, _ count: Int
)
  throws
{
  var loop = loop
  let waker = loop.waker
  let otherWaker = other.waker
  let handed = HandedLoop(other)
  let thread = WorkerThread {
    do {
      guard var loop = handed.loop.take() else { return }
      for _ in 0..<count {
        try awaitWake(of: &loop)
        waker.wake()
      }
    } catch {
      fail("\(error)")
    }
  }
  let start = support_now()
  for _ in 0..<count {
    otherWaker.wake()
    try awaitWake(of: &loop)
  }
  support_report("round-trip", UInt64(count), support_now() - start)
  thread.join()
}

private func awaitWake(of loop: inout some EventLoop & ~Copyable) throws {
  var isAwake = false
  while !isAwake {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .wake: isAwake = true
      case .ready, .timer: break
      }
    }
  }
}

/// A loop on its way to another thread.
///
/// Safety: it is put in before the thread starts, and taken out by that thread alone.
private final class HandedLoop<Loop: EventLoop & ~Copyable>: @unchecked Sendable {
  var loop: Loop?

  init(_ loop: consuming Loop) {
    self.loop = consume loop
  }
}
