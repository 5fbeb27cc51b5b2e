internal import EventLoopAPI

/// A child that uses the loop it was forked with.
enum InheritedLoop: LoopTrial {
  static var trial: Trial {
    Trial(
      "processes/inherited-loop",
      "A child that uses its parent's loop is refused every call with ESTALE where libuv is bridged, "
        + "and none elsewhere.",
      cites: ["man:epoll(7)", "row:api-fork"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var loop = try Loop(configuration)
    let (counter, other) = (try EventCounter(), try EventCounter())
    let token = try loop.register(counter.number, for: .readable, trigger: .level)
    counter.raise()
    log.see("told before", try loop.told(of: token, .poll), is: "readable")
    let child = try ForkedChild()
    if child.isRunningHere { child.end(saying: answers(of: &loop, token, other.number)) }
    let refused = "modify: ESTALE, wait: ESTALE, register: ESTALE, deregister: ESTALE"
    let done = "done, done, done, done"
    log.see("in the child", child.finish(), in: Self.allowed(by: loop.identity, refused, done))
    log.see("told in the parent", try loop.told(of: token, .poll), is: "readable")
    try loop.deregister(token)
  }

  /// What is right for a loop: the bridge to libuv refuses, libuv and epoll share; others may do either.
  private static func allowed(by loop: BackendIdentity, _ refused: String, _ done: String) -> [String] {
    switch (loop.mechanism, loop.name) {
    case ("Linux", _), ("libuv", "uv-raw"): [done]
    case ("libuv", _): [refused]
    default: [refused, done]
    }
  }

  /// What each call leads to; what is made is ended again, so that a shared set is as it was.
  private static func answers<Loop: EventLoop & ~Copyable>(
    of loop: inout Loop, _ token: Token, _ descriptor: CInt
  ) -> String {
    var made: Token?
    var answers = [
      answer { () throws(LoopError) in try loop.modify(token, for: .readable, trigger: .level) },
      answer { () throws(LoopError) in _ = try loop.batch(.poll) },
      answer { () throws(LoopError) in
        made = try loop.register(descriptor, for: .readable, trigger: .level)
      },
    ]
    answers.append(answer { () throws(LoopError) in try loop.deregister(made ?? token) })
    return answers.joined(separator: ", ")
  }

  private static func answer(_ call: () throws(LoopError) -> Void) -> String {
    do throws(LoopError) {
      try call()
      return "done"
    } catch {
      return error.description
    }
  }
}
