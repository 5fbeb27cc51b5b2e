internal import EventLoopAPI

/// Several events in a row for exclusive registrations.
enum EventByEvent: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/event-by-event",
      "Three events that nobody takes wake three exclusive waiters, one after another.",
      cites: ["row:excl-n-events"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let rounds = try (0..<200).map { _ in
      let herd = try Herd(Array(repeating: .exclusive, count: 5))
      var returned: [[Int]] = []
      let told = try Sleepers.told(at: herd.sets) { sleepers in
        for event in 1...3 {
          herd.counter.raise()
          returned.append(sleepers.awaitReturn(of: event))
        }
      }
      return "\(returned), \(told.count) told"
    }
    log.see("woken by each event", inRounds: rounds, ["[[0], [0, 1], [0, 1, 2]], 3 told"])
  }
}
