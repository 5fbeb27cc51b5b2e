import ArgumentParser
import ConformanceSuite
import Foundation

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
    case .text: try write(text(output == nil ? Self.terminalStyle : .plain))
    case .json: try write(json())
    }
  }

  /// Colours on a terminal, unless `NO_COLOR` forbids them (no-color.org).
  private static var terminalStyle: Style {
    let forbids = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isatty(STDOUT_FILENO) == 1 && !forbids ? .coloured : .plain
  }

  private func write(_ text: String) throws {
    do {
      if let output {
        try Data(text.utf8).write(to: URL(fileURLWithPath: output))
      } else {
        try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
      }
    } catch {
      let place = output.map { "'\($0)'" } ?? "standard output"
      try Status.unwritable.fail("cannot write \(place): \(SystemMessage.of(error))")
    }
  }
}
