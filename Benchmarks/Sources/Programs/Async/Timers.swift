import EventLoopAsync
import Glibc
import WorkloadSupport

/// `count` tasks sleep until random deadlines, every second one is cancelled, and the rest wakes, all in one
/// turn; that `cycles` times, after once to grow the memory.
///
/// The loop runs while the tasks begin. So the first deadline is later than in other programs, and a cycle in
/// which it came too early is begun again.
func timers<Loop: EventLoop & ~Copyable>(on loop: AsyncEventLoop<Loop>, _ count: Int, cycles: UInt64) async {
  guard let spans = support_spans(count), let cancelled = support_every_second(count) else { return }
  var fired = 0
  var times = support_timers()
  var lead = Duration.microseconds(5 * count)
  var cycle: UInt64 = 0
  while cycle <= cycles {
    let former = times
    support_timers_begin(&times, cycle)
    let beginning = loop.now + lead
    let tasks = (0..<count).map { index in
      let deadline = Instant(nanoseconds: beginning.nanoseconds + spans[index])
      return Task(executorPreference: loop) { (try? await loop.sleep(until: deadline)) == nil ? 0 : index }
    }
    // Jobs run in the order of their arrival: now each task sleeps.
    await Task.yield()
    support_timers_started(&times)
    for index in 0..<(count / 2) {
      tasks[Int(cancelled[index])].cancel()
    }
    await Task.yield()
    let isInTime = loop.now < beginning
    support_timers_cancelled(&times)
    usleep(UInt32(lead / .microseconds(1)))
    times.mark = support_now()
    var sum = 0
    for task in tasks { sum += await task.value }
    support_timers_fired(&times)
    if isInTime {
      fired += sum
      cycle += 1
    } else {
      times = former
      lead *= 2
    }
  }
  support_timers_check(UInt64(fired), UInt64(count), cycles)
  support_timers_report(&times, UInt64(count), cycles)
}
