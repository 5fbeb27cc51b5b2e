internal import EventLoopAPI
internal import Synchronization

/// Registrations in a loop that a loop of another thread watches.
enum WatchedFromElsewhere: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/registering-in-a-watched-loop",
      "What a thread registers or modifies is seen at once by a loop "
        + "of another thread that watches its loop.",
      cites: ["law:level", "row:api-embedding", "row:thr-add-wakes"], needs: ["embedding"],
      .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let counter = try EventCounter()
    counter.raise()
    var inner = try Loop(configuration)
    let token = try inner.register(counter.number, for: .priority, trigger: .level)
    log.see("nothing done", try told(&inner, configuration) { _ in }, is: "nothing")
    log.see(
      "modified, ready",
      try told(&inner, configuration, wakes: true) { loop in
        try loop.modify(token, for: .readable, trigger: .level)
      },
      is: "readable")
    try inner.deregister(token)
    log.see("taken out", try told(&inner, configuration) { _ in }, is: "nothing")
    // Not for what can be read: libuv tries any descriptor by adding it for that and taking it out at once,
    // and who watches the loop may look between the two.
    counter.take()
    log.see(
      "registered, ready",
      try told(&inner, configuration, wakes: true) { loop in
        _ = try loop.register(counter.number, for: .writable, trigger: .level)
      },
      is: "readable")
  }

  /// What a loop that sleeps on another thread, and watches a loop, is told of when something is done to
  /// that; by what wakes it, and not when it is woken by hand, if something is to wake it.
  private static func told<Loop: EventLoop & ~Copyable & SendableMetatype>(
    _ inner: inout Loop, _ configuration: Loop.Configuration, wakes: Bool = false,
    when action: (inout Loop) throws -> Void
  ) throws -> String {
    let told = Mutex("nothing")
    var seen = "nothing"
    let descriptor = inner.pollDescriptor
    try LoopThreads<Loop.Waker>.run(1) { threads in
      var outer = try Loop(configuration)
      _ = try outer.register(descriptor, for: .readable, trigger: .level)
      threads.begin(outer.waker)
      for case .ready(_, let readiness) in try outer.batch(.forever) {
        told.withLock { $0 = readiness.description }
      }
    } meanwhile: { threads in
      defer { threads.wakeAll() }
      try action(&inner)
      guard wakes else { return }
      threads.awaitSleep(unless: { told.withLock { $0 != "nothing" } })
      seen = told.withLock { $0 }
    }
    return wakes ? seen : told.withLock { $0 }
  }
}
