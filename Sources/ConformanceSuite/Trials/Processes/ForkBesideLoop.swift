internal import EventLoopAPI

/// A child of a process with a loop.
enum ForkBesideLoop: LoopTrial {
  static var trial: Trial {
    Trial(
      "processes/fork-beside-a-loop",
      "A child makes loops of its own and destroys the one it was forked with; "
        + "its parent's loop feels nothing of it.",
      cites: ["man:epoll(7)", "man:fork(2)", "row:api-fork", "row:fork-shares-set"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var loop = try Loop(configuration)
    let (counter, other) = (try EventCounter(), try EventCounter())
    let token = try loop.register(counter.number, for: .readable, trigger: .level)
    let quiet = try loop.register(other.number, for: .readable, trigger: .level)
    log.see("told before", try loop.told(of: token, .poll), is: "nothing")
    let child = try ForkedChild()
    if child.isRunningHere {
      let beside = told(on: type, configuration, counter, other)
      destroy(loop)
      child.end(saying: "\(beside), \(told(on: type, configuration, counter, other))")
      return
    }
    log.see(
      "loops of the child's own, beside the other and after it", child.finish(),
      is: "readable, woken, readable, woken")
    // The child has written, and has not read.
    log.see("told in the parent", try loop.told(of: token, .poll), is: "readable")
    other.raise()
    let told = Set(try loop.batch(.poll))
    log.see(
      "told of another registration too",
      told == [.ready(token, .readable), .ready(quiet, .readable)] ? "both" : "\(told.count) events",
      is: "both")
    try loop.deregister(token)
    log.see("told when one has ended", try loop.told(of: token, .poll), is: "nothing")
    let waker = loop.waker
    try loop.deregister(quiet)
    waker.wake()
    log.see("woken", "\(try loop.batch(.poll) == [.wake])", is: "true")
  }

  private static func destroy<Loop: EventLoop & ~Copyable>(_ loop: consuming Loop) {}

  /// What a loop is told that the child makes for itself, with descriptors that its parent's loop watches
  /// too.
  private static func told<Loop: EventLoop & ~Copyable>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ counter: EventCounter, _ other: EventCounter
  ) -> String {
    do {
      var loop = try Loop(configuration)
      let token = try loop.register(counter.number, for: .readable, trigger: .level)
      let quiet = try loop.register(other.number, for: .readable, trigger: .level)
      counter.raise()
      let told = try loop.told(of: token, .poll)
      try loop.deregister(token)
      try loop.deregister(quiet)
      loop.waker.wake()
      return "\(told), \(try loop.batch(.poll) == [.wake] ? "woken" : "not woken")"
    } catch {
      return "\(error)"
    }
  }
}
