import EventLoopAPI
import WorkloadSupport

/// What the heap grows by with `count` registrations, of whose tokens the application keeps one each.
///
/// - Parameter takesTurns: Whether a turn is taken behind them, as in a program on libuv.
func registrationMemory(
  on loop: consuming some EventLoop & ~Copyable, _ count: Int, takesTurns: Bool
) throws {
  var loop = loop
  let before = support_heap()
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  for index in 0..<count {
    tokens[index] = try loop.register(support_open_eventfd(0), for: .readable)
  }
  if takesTurns { try loop.wait(.poll) }
  support_report("registration", UInt64(count), support_heap() - before)
}

/// What the heap grows by with `count` scheduled timers, of whose tokens the application keeps one each.
func timerMemory(on loop: consuming some EventLoop & ~Copyable, _ count: Int) throws {
  var loop = loop
  let before = support_heap()
  let tokens = UnsafeMutablePointer<TimerToken>.allocate(capacity: count)
  for index in 0..<count {
    tokens[index] = try loop.schedule(at: Instant(nanoseconds: 1_000_000_000_000 + UInt64(index)))
  }
  support_report("timer", UInt64(count), support_heap() - before)
}
