internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A descriptor that is closed too soon while a child holds it.
enum HeldByChild: LoopTrial {
  static var trial: Trial {
    Trial(
      "processes/held-by-a-child",
      "A registration that ends after its descriptor was closed is told no more, "
        + "though a child holds the file.",
      cites: ["man:epoll(7)", "row:child-keeps-alive", "law:closed-early", "libuv-issue:1148"],
      .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var loop = try Loop(configuration)
    let other = try EventCounter()
    let ends = try PipeEnds(cobjects_pipe(1))
    defer { close(ends.write) }
    let token = try loop.register(ends.read, for: .readable, trigger: .level)
    let quiet = try loop.register(other.number, for: .readable, trigger: .level)
    log.see("told before", try loop.told(of: token, .poll), is: "nothing")
    let child = try ForkedChild()
    if child.isRunningHere {
      child.awaitRelease()
      child.end(saying: "done")
    }
    close(ends.read)
    try loop.deregister(token)
    write(ends.write, "x", 1)
    loop.waker.wake()
    let told = try loop.eventsBeforeWake()
    log.see("told before a wake", "\(told.count) events", is: "0 events")
    other.raise()
    log.see("another registration", try loop.told(of: quiet, .poll), is: "readable")
    other.take()
    log.see(
      "a wait of a millisecond", "\(try loop.batch(.until(loop.now + .milliseconds(1))).count) events",
      is: "0 events")
    try loop.deregister(quiet)
    child.release()
    log.see("the child's end", child.finish(), is: "done")
  }
}
