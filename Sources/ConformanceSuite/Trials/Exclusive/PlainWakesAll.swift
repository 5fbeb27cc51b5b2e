internal import EventLoopAPI

/// An event that registrations wait for which are not exclusive.
enum PlainWakesAll: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/plain-wakes-all",
      "Of eight sets that watch one descriptor in the usual way an event wakes all.",
      cites: ["man:epoll_ctl(2)", "row:nonexcl-wakes-all"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    log.see("woken by an event", inRounds: try WakesOne.woken(.level, rounds: 100), ["8 of 8"])
    log.see("woken by an edge", inRounds: try WakesOne.woken(.edge, rounds: 100), ["8 of 8"])
  }
}
