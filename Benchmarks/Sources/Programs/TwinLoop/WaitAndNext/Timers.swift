import EventLoopAPI
import WorkloadSupport

/// `count` timers with random deadlines are scheduled, every second one is cancelled, and the rest fires, all
/// in one batch; that `cycles` times, after once to grow the memory.
func timers(on loop: consuming some EventLoop & ~Copyable, _ count: Int, cycles: UInt64) throws {
  guard let spans = support_spans(count), let cancelled = support_every_second(count) else { return }
  var tokens = [TimerToken](repeating: TimerToken(index: 0, generation: 0), count: count)
  // Which of the application's timers has a place now.
  var numbers = TokenTable<UInt64>(capacity: 2 * count + 64, filledWith: 0)
  var fired: UInt64 = 0
  var times = support_timers()
  for cycle in 0...cycles {
    support_timers_begin(&times, cycle)
    let now = loop.now.nanoseconds
    for index in 0..<count {
      let timer = try loop.schedule(at: Instant(nanoseconds: now + spans[index]))
      tokens[index] = timer
      numbers.put(UInt64(index), at: timer.index)
    }
    support_timers_started(&times)
    for index in 0..<(count / 2) {
      loop.cancel(tokens[Int(cancelled[index])])
    }
    support_timers_cancelled(&times)
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .timer(let timer): fired += numbers[timer.index]
      case .ready, .wake: break
      }
    }
    support_timers_fired(&times)
  }
  support_timers_check(fired, UInt64(count), cycles)
  support_timers_report(&times, UInt64(count), cycles)
}
