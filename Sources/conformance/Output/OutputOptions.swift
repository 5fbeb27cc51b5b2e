import ArgumentParser
import ConformanceSuite

/// In which form a report is written, and where to.
struct OutputOptions: ParsableArguments {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(help: "text or json.")
  var format: Format = .text

  @Option(help: ArgumentHelp("The file to write to instead of standard output.", valueName: "file"))
  var output: String?

  /// Writes the form that was asked for.
  func write(json: @autoclosure () -> String, text: (Style) -> String) throws {
    switch format {
    case .text: try write(text(file.style))
    case .json: try write(json())
    }
  }

  /// Finds out before a long run whether its report can be written, as far as that can be known.
  func checkOutput() throws {
    try file.check()
  }

  /// Writes a text that has one form alone.
  func write(_ text: String) throws {
    try file.write(text)
  }

  private var file: OutputFile { OutputFile(path: output) }
}
