import ArgumentParser

/// The command; its sub-commands are in files of their own.
struct Conformance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Runs event loops through scenarios and accounts for every difference.",
    discussion: """
      Exit status: 0 all is as declared; 1 a difference that is not, a loop that crashed or hung, a \
      scenario's file that the model contradicts, or a claim that could not be decided; 64 wrong usage, or a \
      file that does not parse; 69 a backend is unavailable; 70 a worker failed; 74 output cannot be written.
      """,
    subcommands: [
      RunCommand.self, ListCommand.self, DiffCommand.self, CompareCommand.self, ExplainCommand.self,
      ExploreCommand.self, ReplayCommand.self, ProbeCommand.self, MutantsCommand.self,
      ClaimsCommand.self,
    ],
    defaultSubcommand: RunCommand.self
  )
}
