internal import EventLoopAPI

/// The data that is kept with a registration.
enum DataBits: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/data-bits", "All 64 bits of a registration's data come back as they were given.",
      cites: ["man:epoll_ctl(2)", "row:ctl-data-64bit", "row:ctl-mod-replaces-data"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let counter = try EventCounter()
    counter.raise()
    try set.add(counter.number, data: 0)
    let bits = (0..<64).map { UInt64(1) << $0 }
    let rounds = try (bits + bits.map(~) + [0, .max, 0x0123_4567_89AB_CDEF]).map { data in
      try set.modify(counter.number, data: data)
      return try set.wait().map(\.data) == [data] ? "the same" : "another"
    }
    log.see("data that is told", inRounds: rounds, ["the same"])
    try set.modify(counter.number, for: .writable, data: 7)
    let told = try set.wait().map { "\($0.readiness), \($0.data)" }
    log.see("told when the interest is another too", told.joined(separator: " and "), is: "writable, 7")
  }
}
