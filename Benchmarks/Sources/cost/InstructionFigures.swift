import Measuring

/// The figures in user instructions.
struct InstructionFigures {
  private let programs: ProgramSet
  private let callgrind: Callgrind
  private let implementations: [Implementation]
  private let progress: Progress
  private let lengths = (20_000, 60_000)

  init(
    _ programs: ProgramSet, _ callgrind: Callgrind, _ implementations: [Implementation], _ progress: Progress
  ) {
    self.programs = programs
    self.callgrind = callgrind
    self.implementations = implementations
    self.progress = progress
  }

  func all() throws -> [Figure] {
    try compared(CostWorkloads.pingPong, per: "event", limit: Limits.pingPongInstructions)
      + compared(CostWorkloads.churn, per: "pair", limit: Limits.churnInstructions)
      + ready()
  }

  /// One figure for each implementation, compared with its reference.
  private func compared(
    _ subject: (title: String, workload: Workload), per operation: String,
    limit: (Implementation) -> Double?
  ) throws -> [Figure] {
    var values: [Implementation: Double] = [:]
    for implementation in implementations {
      values[implementation] = try count(subject.workload, on: implementation)
    }
    return implementations.compactMap { implementation in
      guard let value = values[implementation] else { return nil }
      var figure = Figure(subject.title, per: operation, implementation, .instructions, .exactly(value))
      if implementation != .c, let reference = values[implementation.reference] {
        figure.compare(
          with: implementation.referenceTitle, .exactly(value / reference), limit: limit(implementation))
      }
      return figure
    }
  }

  /// One figure for each number registered, compared with the cheapest.
  private func ready() throws -> [Figure] {
    let values = try CostWorkloads.registered.map {
      try count(CostWorkloads.ready(of: $0), on: .epollLoop)
    }
    let cheapest = values.min() ?? 1
    return zip(CostWorkloads.registered, values).map { registered, value in
      var figure = Figure(
        CostWorkloads.readyTitle, per: "event", .epollLoop, variant: "n = \(registered)", .instructions,
        .exactly(value))
      figure.compare(with: "the cheapest n", .exactly(value / cheapest), limit: Limits.growth)
      return figure
    }
  }

  private func count(_ workload: Workload, on implementation: Implementation) throws -> Double {
    progress.show("Counting instructions: \(workload.name), \(implementation.title)")
    let commands = [lengths.0, lengths.1].map {
      programs.command(implementation, workload.arguments(length: $0))
    }
    return try callgrind.instructionsPerOperation(
      commands[0], commands[1], operations: lengths.1 - lengths.0)
  }
}
