import NIOCore
import NIOPosix
import SwiftWorkloadSupport
import WorkloadSupport

/// Sends back what comes.
private func bounce(_ channel: AsyncChannel, _ countdown: Countdown) async throws {
  try await channel.executeThenClose { inbound, outbound in
    for try await buffer in inbound where countdown.countsOn() {
      try await outbound.write(buffer)
    }
  }
}

/// Opens the pairs, and reads from both ends of each in a task of its own.
private func bounce(
  between pairs: Int, active: Int, on loop: any EventLoop, _ countdown: Countdown
) async throws {
  let bootstrap = ClientBootstrap(group: loop)
  try await withThrowingDiscardingTaskGroup { tasks in
    var servers: [CInt] = []
    for pair in 0..<pairs {
      var ends: [CInt] = [0, 0]
      support_open_pair(&ends)
      if pair < active { servers.append(ends[0]) }
      for end in ends {
        let channel = try await bootstrap.withConnectedSocket(end, channelInitializer: makeAsync)
        tasks.addTask { try await bounce(channel, countdown) }
      }
    }
    countdown.begin()
    for server in servers { support_send(server) }
  }
}

/// In each of `pairs` pairs of unix-stream sockets a task reads from either end; in `active` of them a byte
/// goes to and fro.
func asyncPingPong(pairs: Int, active: Int, events: Int, onLoopThread: Bool) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  let countdown = Countdown(from: events, on: loop)
  loop.start(onOwnThread: onLoopThread) {
    try await bounce(between: pairs, active: active, on: loop, countdown)
  }.whenFailure { fail("\($0)") }
  support_report("event", UInt64(events), try countdown.nanoseconds.wait())
}
