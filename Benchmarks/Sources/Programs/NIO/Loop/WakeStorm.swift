import NIOCore
import NIOPosix
import SwiftWorkloadSupport

/// `threads` threads wake a loop, `wakes` times in all.
func wakeStorm(threads: Int, wakes: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let over = loop.makePromise(of: Void.self)
  // Later ones find it over as well; a promise keeps to its first answer.
  let look: @Sendable () -> Void = { if Storm.isOver { over.succeed() } }
  Storm.start(threads: threads, wakes: wakes) { loop.execute(look) }
  try over.futureResult.wait()
  Storm.report()
}
