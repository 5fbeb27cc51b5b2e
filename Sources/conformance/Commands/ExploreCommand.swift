import ArgumentParser
import ConformanceSuite
import Foundation

/// `conformance explore`.
struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore",
    abstract: "Runs generated programs and compares what a backend does with what the model allows."
  )

  @OptionGroup var running: RunningOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "The number that the programs are made from.")
  var seed: UInt64 = 1

  @Option(help: "How many programs are made.")
  var programs: Int = 100_000

  @Option(help: "How many steps a program has.")
  var steps: Int = 8

  func run() throws {
    try output.checkOutput()
    let suite = try running.suite()
    var plan = Exploration(seed: seed, programs: programs)
    plan.length = steps
    let line = ProgressLine()
    for program in running.programs {
      let report = try Status.reporting {
        try plan.run(on: program, by: suite) { progress in
          line.show("\(progress.done)/\(progress.total)  \(progress.states) states  \(progress.groups) groups")
        }
      }
      line.clear()
      try output.write(json: "") { ExplorationText(report, $0).text }
    }
  }
}
