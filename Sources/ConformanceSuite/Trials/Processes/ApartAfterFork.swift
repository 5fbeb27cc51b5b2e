internal import EventLoopAPI

/// Loops of a parent and its child, at the same time.
enum ApartAfterFork: LoopTrial {
  static var trial: Trial {
    Trial(
      "processes/apart-after-a-fork",
      "A parent's loop and its child's own are told each what they registered, and both of what both did.",
      cites: ["man:epoll(7)", "man:fork(2)", "row:api-fork"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let (shared, own, childs) = (try EventCounter(), try EventCounter(), try EventCounter())
    var loop = try Loop(configuration)
    let token = try loop.register(shared.number, for: .readable, trigger: .level)
    log.see("told before", try loop.told(of: token, .poll), is: "nothing")
    var child = try ForkedChild()
    if child.isRunningHere {
      child.end(saying: beChild(child, type, configuration, shared, childs))
      return
    }
    let late = try loop.register(own.number, for: .readable, trigger: .level)
    own.raise()
    log.see("told in the child of what it did", child.heard(), is: "its own, its timer")
    log.see("told in the parent of what it did", names(try loop.batch(.poll), token, late), is: "its own")
    shared.raise()
    child.release()
    log.see("told in the child of what both watch", child.finish(), is: "what both watch, its own")
    let both = try loop.batch(.poll)
    log.see("told in the parent of it", names(both, token, late), is: "what both watch, its own")
    try loop.deregister(token)
    try loop.deregister(late)
  }

  private static func beChild<Loop: EventLoop & ~Copyable>(
    _ child: borrowing ForkedChild, _ type: Loop.Type, _ configuration: Loop.Configuration,
    _ shared: EventCounter, _ own: EventCounter
  ) -> String {
    do {
      var loop = try Loop(configuration)
      let token = try loop.register(shared.number, for: .readable, trigger: .level)
      let late = try loop.register(own.number, for: .readable, trigger: .level)
      _ = try loop.schedule(at: loop.now)
      own.raise()
      child.say(names(try loop.batch(.poll), token, late))
      child.awaitRelease()
      return names(try loop.batch(.poll), token, late)
    } catch {
      return "\(error)"
    }
  }

  /// What a batch tells, in an order of its own.
  private static func names(_ events: [Event], _ shared: Token, _ own: Token) -> String {
    let known: [(String, (Event) -> Bool)] = [
      ("what both watch", { $0 == .ready(shared, .readable) }), ("its own", { $0 == .ready(own, .readable) }),
      ("its timer", { if case .timer = $0 { true } else { false } }),
    ]
    let told = known.filter { events.contains(where: $0.1) }.map(\.0)
    return told.count == events.count ? told.joined(separator: ", ") : "\(events.count) events"
  }
}
