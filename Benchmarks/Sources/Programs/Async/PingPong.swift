import EventLoopAsync
import WorkloadSupport

/// In each of `pairs` pairs of unix-stream sockets a task waits for data at either end; in `active` of them a
/// byte goes to and fro.
func pingPong<Loop: EventLoop & ~Copyable>(
  on loop: AsyncEventLoop<Loop>, pairs: Int, active: Int, events: Int
) async {
  let handled = Counter()
  await withTaskGroup { group in
    var starters: [CInt] = []
    for pair in 0..<pairs {
      var ends: [CInt] = [0, 0]
      support_open_pair(&ends)
      for end in ends {
        group.addTask { await bounce(end, on: loop, until: events, counting: handled) }
      }
      if pair < active { starters.append(ends[0]) }
    }
    // Jobs run in the order of their arrival: now each task waits.
    await Task.yield()
    let start = support_now()
    for end in starters { support_send(end) }
    await group.next()
    support_report("event", UInt64(handled.value), support_now() - start)
    group.cancelAll()
  }
}

/// Takes each byte that comes and sends it back, until there were so many in all.
private func bounce<Loop: EventLoop & ~Copyable>(
  _ descriptor: CInt, on loop: AsyncEventLoop<Loop>, until events: Int, counting handled: Counter
) async {
  do {
    repeat {
      _ = try await loop.readable(descriptor)
      support_bounce(descriptor)
    } while handled.add(1) < events
  } catch {
    // Cancelled: another task has handled the last event.
  }
}
