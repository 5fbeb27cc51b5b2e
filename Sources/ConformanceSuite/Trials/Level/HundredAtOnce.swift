internal import EventLoopAPI

/// A loop with many registrations that are ready at once.
enum HundredAtOnce: LoopTrial {
  static var trial: Trial {
    Trial(
      "level/a-hundred-at-once",
      "A hundred registrations that are ready at once are told in one batch, and none of the quiet ones.",
      cites: ["row:wait-all-in-one-call", "row:wait-quiet-never", "law:level"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var loop = try Loop(configuration)
    let counters = try (0..<100).map { _ in try EventCounter() }
    let tokens = try counters.map { try loop.register($0.number, for: .readable, trigger: .level) }
    // A batch holds 256 of them.
    func see(_ text: String, _ raised: [Int]) throws {
      for place in raised { counters[place].raise() }
      let told = try loop.batch(.poll)
      let isRight =
        told.count == raised.count && Set(told) == Set(raised.map { .ready(tokens[$0], .readable) })
      log.see(text, isRight ? "as were raised" : "\(told.count) events, or others", is: "as were raised")
      for place in raised { counters[place].take() }
    }
    try see("none", [])
    try see("all", Array(counters.indices))
    try see("the first", [0])
    try see("the last", [99])
    try see("each third", counters.indices.filter { $0 % 3 == 1 })
    try see("none again", [])
    for token in tokens { try loop.deregister(token) }
    withExtendedLifetime(counters) {}
  }
}
