import EventLoopAPI
import WorkloadSupport

/// Of `registered` eventfds, `ready` are ready, evenly spread, and stay so.
func ready(
  on loop: consuming some EventLoop & ~Copyable, _ ready: Int, of registered: Int, events: Int
) throws {
  var reports = TokenTable<UInt64>(capacity: registered + 64, filledWith: 0)
  var opened = 0
  for index in 0..<registered {
    // Evenly spread: the first of every registered/ready.
    let isReady = index * ready / registered >= opened && opened < ready
    opened += isReady ? 1 : 0
    let token = try loop.register(support_open_eventfd(isReady ? 1 : 0), for: .readable)
    reports.put(0, at: token.index)
  }
  let start = support_now()
  while loop.statistics.readinessEvents < events {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .ready(let token, _): reports[token.index] += 1
      case .timer, .wake: break
      }
    }
  }
  support_report("event", loop.statistics.readinessEvents, support_now() - start)
}
