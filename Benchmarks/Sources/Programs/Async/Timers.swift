import EventLoopAsync
import Glibc
import WorkloadSupport

/// `count` tasks sleep until random deadlines, every second one is cancelled, and the rest wakes, all in one turn;
/// that `cycles` times, after once to grow the memory.
func timers<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>, _ count: Int, cycles: UInt64) async {
  guard let spans = support_spans(count), let cancelled = support_every_second(count) else { return }
  let fired = Counter()
  var times = support_timers()
  for cycle in 0...cycles {
    support_timers_begin(&times, cycle)
    // Later than in other programs by the time that the tasks take to begin: none is to wake before.
    let beginning = (loop.now + .microseconds(5 * count)).nanoseconds
    let tasks = (0..<count).map { index in
      let deadline = Instant(nanoseconds: beginning + spans[index])
      return Task(executorPreference: loop) {
        // Who is cancelled does not count.
        if (try? await loop.sleep(until: deadline)) != nil { fired.add(index) }
      }
    }
    // Jobs run in the order of their arrival: now each task sleeps.
    await Task.yield()
    support_timers_started(&times)
    for index in 0..<(count / 2) {
      tasks[Int(cancelled[index])].cancel()
    }
    await Task.yield()
    support_timers_cancelled(&times)
    usleep(UInt32(5 * count))
    times.mark = support_now()
    for index in stride(from: 0, to: count, by: 2) {
      await tasks[index].value
    }
    support_timers_fired(&times)
  }
  support_timers_check(UInt64(fired.value), UInt64(count), cycles)
  support_timers_report(&times, UInt64(count), cycles)
}
