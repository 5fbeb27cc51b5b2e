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

  /// What stands before a message about the command line, as before all others.
  static let _errorPrefix = Status.prefix

  /// Runs the command that the arguments ask for, and ends the process if it does not succeed.
  static func perform(_ arguments: [String]) {
    do {
      try refuseUnknownCommand(arguments.first)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch  where exitCode(for: error) == .success {
      help(fullMessage(for: error))
    } catch {
      exit(withError: error)
    }
  }

  /// Writes what was asked for in place of a run.
  private static func help(_ text: String) {
    do {
      try OutputFile(path: nil).write(text + "\n")
    } catch {
      exit(withError: error)
    }
  }

  /// Refuses a first word that is neither a command nor can be a scenario, an area's glob or a file.
  private static func refuseUnknownCommand(_ word: String?) throws {
    let commands = configuration.subcommands.compactMap { $0.configuration.commandName }
    guard let word, !word.isEmpty, !word.hasPrefix("-"), !(commands + ["help"]).contains(word),
      !word.contains(where: { "/*.".contains($0) })
    else { return }
    try Status.usage.fail(
      "there is no command '\(word)', and no scenario: the commands are \(commands.joined(separator: ", ")); "
        + "'conformance list' shows the scenarios")
  }
}
