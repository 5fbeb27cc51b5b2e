import Foundation

/// One run of the built `conformance` command.
struct CommandRun {
  let status: Int32
  let output: String
  let complaints: String

  /// The folder with the products, which is also that of the test program.
  static let products = Bundle.main.bundleURL

  /// Runs the command and waits for its end.
  ///
  /// - Parameters:
  ///   - descriptors: the most descriptors that it may have; nil for as many as the tests may.
  ///   - device: the device that is its standard output; nil for a file that is read.
  init(
    _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:],
    descriptors: Int? = nil,
    writingTo device: String? = nil
  ) throws {
    let process = Process()
    let command = (folder ?? Self.products).appendingPathComponent("conformance")
    process.executableURL = command
    process.arguments = arguments
    if let descriptors {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "ulimit -n \(descriptors); exec \"$0\" \"$@\"", command.path] + arguments
    }
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let scratch = try TemporaryFolder()
    let outputFile = try scratch.create("output")
    let complaintsFile = try scratch.create("complaints")
    process.standardInput = FileHandle.nullDevice
    let target = device.map { URL(fileURLWithPath: $0) } ?? outputFile
    process.standardOutput = try FileHandle(forWritingTo: target)
    process.standardError = try FileHandle(forWritingTo: complaintsFile)
    try process.run()
    process.waitUntilExit()
    status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    output = try String(contentsOf: outputFile, encoding: .utf8)
    complaints = try String(contentsOf: complaintsFile, encoding: .utf8)
  }
}

extension CommandRun {
  /// Copies a program that is to be run, or the folder that goes with it.
  ///
  /// By another program: a child that is forked here meanwhile would have the copy open for writing until it
  /// runs something else, and execve(2) would refuse it with ETXTBSY.
  static func copyProgram(at source: URL, to target: URL) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/cp")
    process.arguments = ["-pr", source.path, target.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}

/// A folder that is removed when it goes.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("conformance-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file and returns its place.
  @discardableResult
  func create(_ name: String, _ text: String = "") throws -> URL {
    let file = url.appendingPathComponent(name)
    try Data(text.utf8).write(to: file)
    return file
  }
}
