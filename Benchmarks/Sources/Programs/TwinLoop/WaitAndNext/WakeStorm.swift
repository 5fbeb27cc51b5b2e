import EventLoopAPI
import SwiftWorkloadSupport

/// `threads` threads wake a loop, `wakes` times in all.
func wakeStorm(on loop: consuming some EventLoop & ~Copyable, threads: Int, wakes: Int) throws {
  var loop = loop
  let waker = loop.waker
  Storm.start(threads: threads, wakes: wakes) { waker.wake() }
  var isOver = false
  while !isOver {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .wake: isOver = Storm.isOver
      case .ready, .timer: break
      }
    }
  }
  Storm.report()
}
