import Measuring

/// The figures in nanoseconds, taken in interleaved rounds.
struct TimeFigures {
  private let programs: ProgramSet
  private let rounds: Int
  private let progress: Progress

  init(_ programs: ProgramSet, rounds: Int, _ progress: Progress) {
    self.programs = programs
    self.rounds = rounds
    self.progress = progress
  }

  func all() throws -> [Figure] {
    try pingPong() + ready() + timers()
  }

  /// One figure for each implementation, compared with its reference.
  private func pingPong() throws -> [Figure] {
    let (title, workload) = CostWorkloads.pingPong
    let contestants = CostWorkloads.implementations
    let samples = try Rounds(rounds, of: contestants.count) { contestant, round in
      try time(["event"], of: workload, on: contestants[contestant], length: 200_000, round)
    }
    return contestants.indices.compactMap { contestant in
      guard let value = samples.spread(of: contestant, \.[0]) else { return nil }
      let implementation = contestants[contestant]
      var figure = Figure(title, per: "event", implementation, .time, value)
      if implementation != .c, let reference = contestants.firstIndex(of: implementation.reference),
        let ratio = samples.ratio(of: contestant, to: reference, \.[0])
      {
        figure.compare(
          with: implementation.referenceTitle, ratio, limit: Limits.pingPongTime(implementation))
      }
      return figure
    }
  }

  /// One figure for each number registered, compared with the cheapest.
  private func ready() throws -> [Figure] {
    let contestants = CostWorkloads.registered
    let samples = try Rounds(rounds, of: contestants.count) { contestant, round in
      let workload = CostWorkloads.ready(of: contestants[contestant])
      return try time(["event"], of: workload, on: .epollLoop, length: 2_000_000, round)
    }
    let values = contestants.indices.compactMap { samples.spread(of: $0, \.[0]) }
    guard let cheapest = values.indices.min(by: { values[$0].median < values[$1].median }) else { return [] }
    return values.indices.map { contestant in
      let variant = "n = \(contestants[contestant])"
      var figure = Figure(
        CostWorkloads.readyTitle, per: "event", .epollLoop, variant: variant, .time, values[contestant])
      if let ratio = samples.ratio(of: contestant, to: cheapest, \.[0]) {
        figure.compare(with: "the cheapest n", ratio, limit: Limits.growth)
      }
      return figure
    }
  }

  /// For each operation on timers one figure for each library, ours compared with the best of the others.
  private func timers() throws -> [Figure] {
    let (title, workload) = CostWorkloads.timers
    let operations = ["start", "cancel", "fire"]
    let contestants: [Implementation] = [.epollLoop, .libuv, .libevent, .libev]
    let samples = try Rounds(rounds, of: contestants.count) { contestant, round in
      try time(operations, of: workload, on: contestants[contestant], length: 3, round)
    }
    return operations.indices.flatMap { operation in
      let values = contestants.indices.compactMap { samples.spread(of: $0, \.[operation]) }
      let best = values.indices.dropFirst().min { values[$0].median < values[$1].median } ?? 0
      return values.indices.map { contestant in
        let implementation = contestants[contestant]
        var figure = Figure(title, per: operations[operation], implementation, .time, values[contestant])
        if contestant == 0, let ratio = samples.ratio(of: contestant, to: best, \.[operation]) {
          figure.compare(with: contestants[best].title, ratio, limit: Limits.timers)
        }
        return figure
      }
    }
  }

  private func time(
    _ operations: [String], of workload: Workload, on implementation: Implementation, length: Int,
    _ round: Int
  ) throws -> [Double] {
    progress.show("Round \(round) of \(rounds): \(workload.name), \(implementation.title)")
    let command = programs.command(implementation, workload.arguments(length: length))
    return try programs.timings(command, of: operations).map(\.nanosecondsPerOperation)
  }
}
