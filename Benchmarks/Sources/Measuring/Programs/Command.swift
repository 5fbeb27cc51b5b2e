internal import Foundation

/// Runs other programs to their end.
enum Command {
  struct Result {
    var output: String
    var errors: String
  }

  /// Runs a program and returns what it printed.
  static func run(_ command: ProgramCommand) throws -> Result {
    try run(command.path, command.arguments)
  }

  /// Runs a program and returns what it printed.
  ///
  /// - Throws: ``MeasuringError`` if it cannot be started or its status is not 0.
  static func run(_ path: String, _ arguments: [String]) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    // Hash seeds that differ from run to run would make the counts of instructions differ.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_DETERMINISTIC_HASHING": "1"]) {
      $1
    }
    // Both go to files: reading two pipes in turn can block for ever.
    let directory = try TemporaryDirectory()
    let output = try directory.newFile("output")
    let errors = try directory.newFile("errors")
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = errors
    let name = ProgramCommand(path: path, arguments: arguments).description
    do {
      try process.run()
    } catch {
      throw MeasuringError.missing(path, remedy: "it could not be started (\(error.localizedDescription))")
    }
    process.waitUntilExit()
    let result = Result(output: try directory.text("output"), errors: try directory.text("errors"))
    // As the shell tells it: 128 and the signal's number.
    let status = process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
    guard status == 0 else {
      let lines = result.errors.split(separator: "\n").suffix(3)
      throw MeasuringError.failed(command: name, status: status, message: lines.joined(separator: "; "))
    }
    return result
  }

  /// The path of a program that the shell would find; nil if there is none.
  static func find(_ name: String) -> String? {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
