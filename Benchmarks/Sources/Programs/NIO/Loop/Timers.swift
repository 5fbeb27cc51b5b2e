import NIOCore
import NIOPosix
import WorkloadSupport

/// The timers of the workload, on the thread of their loop.
///
/// Safety: every call is made on the loop's thread.
private final class TimerCycles: @unchecked Sendable {
  private let loop: any EventLoop
  private let count: Int
  private let cycles: UInt64
  private let spans: UnsafeMutablePointer<UInt64>
  private let cancelled: UnsafeMutablePointer<UInt32>
  private var handlers: [TimerHandler] = []
  private var callbacks: [NIOScheduledCallback] = []
  private var times = support_timers()
  private var cycle: UInt64 = 0
  private var left = 0
  private var fired: UInt64 = 0
  private let finished: EventLoopPromise<Void>

  init(_ count: Int, cycles: UInt64, on loop: any EventLoop) {
    self.loop = loop
    self.count = count
    self.cycles = cycles
    spans = support_spans(count)
    cancelled = support_every_second(count)
    finished = loop.makePromise()
    callbacks.reserveCapacity(count)
    handlers = (0..<count).map { TimerHandler(number: UInt64($0), of: self) }
  }

  func run() throws -> EventLoopFuture<Void> {
    try runCycle()
    return finished.futureResult
  }

  private func runCycle() throws {
    left = count - count / 2
    support_timers_begin(&times, cycle)
    let now = NIODeadline.now()
    for index in 0..<count {
      let deadline = now + .nanoseconds(Int64(spans[index]))
      callbacks.append(try loop.scheduleCallback(at: deadline, handler: handlers[index]))
    }
    support_timers_started(&times)
    for index in 0..<(count / 2) {
      callbacks[Int(cancelled[index])].cancel()
    }
    support_timers_cancelled(&times)
    callbacks.removeAll(keepingCapacity: true)
  }

  func fire(_ number: UInt64) {
    fired += number
    left -= 1
    if left == 0 { endCycle() }
  }

  private func endCycle() {
    support_timers_fired(&times)
    cycle += 1
    guard cycle > cycles else {
      do { return try runCycle() } catch { return finished.fail(error) }
    }
    support_timers_check(fired, UInt64(count), cycles)
    support_timers_report(&times, UInt64(count), cycles)
    finished.succeed()
  }
}

/// One timer.
private final class TimerHandler: NIOScheduledCallbackHandler, Sendable {
  private let number: UInt64
  private let cycles: TimerCycles

  init(number: UInt64, of cycles: TimerCycles) {
    self.number = number
    self.cycles = cycles
  }

  func handleScheduledCallback(eventLoop: some EventLoop) {
    cycles.fire(number)
  }
}

/// `count` timers with random deadlines are scheduled, every second one is cancelled, and the rest fires, all
/// without a wait; that `cycles` times, after once to grow the memory.
///
/// By callbacks, which cost less than SwiftNIO's scheduled tasks.
func timers(_ count: Int, cycles: Int) throws {
  let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  try loop.flatSubmit {
    do {
      return try TimerCycles(count, cycles: UInt64(cycles), on: loop).run()
    } catch {
      return loop.makeFailedFuture(error)
    }
  }.wait()
}
