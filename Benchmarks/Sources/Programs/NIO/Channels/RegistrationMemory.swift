import NIOCore
import NIOPosix
import SwiftWorkloadSupport
import WorkloadSupport

/// What the heap grows by with `count` channels without handlers, one for each of as many connected sockets.
func registrationMemory(_ count: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  try loop.submit {
    let bootstrap = ClientBootstrap(group: loop)
    let before = support_heap()
    var ends: [CInt] = [0, 0]
    for index in 0..<count {
      if index % 2 == 0 { support_open_pair(&ends) }
      bootstrap.withConnectedSocket(ends[index % 2]).whenFailure { fail("\($0)") }
    }
    support_report("registration", UInt64(count), support_heap() - before)
  }.wait()
}
