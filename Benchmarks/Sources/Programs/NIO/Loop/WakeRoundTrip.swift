import NIOCore
import NIOPosix
import WorkloadSupport

/// Two loops that wake each other in turn.
private final class Rally: Sendable {
  private let near: any EventLoop
  private let far: any EventLoop
  private let countdown: Countdown

  init(between near: any EventLoop, and far: any EventLoop, _ countdown: Countdown) {
    self.near = near
    self.far = far
    self.countdown = countdown
  }

  func serve() {
    far.execute { self.giveBack() }
  }

  private func giveBack() {
    near.execute { self.take() }
  }

  private func take() {
    if countdown.countsOn() { serve() }
  }
}

/// Two loops on two threads wake each other in turn, `count` times to and fro.
func wakeRoundTrip(_ count: Int) throws {
  let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
  let near = group.next()
  let countdown = Countdown(from: count, on: near)
  let rally = Rally(between: near, and: group.next(), countdown)
  countdown.begin()
  near.execute { rally.serve() }
  support_report("round-trip", UInt64(count), try countdown.nanoseconds.wait())
}
