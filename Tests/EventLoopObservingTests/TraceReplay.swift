import Foundation

/// The command, as it runs traces on the two backends.
enum TraceReplay {
  /// Has a command, `replay` for one trace or `run`, run traces, and returns its status and what it shows.
  static func run(_ command: String, _ texts: [String]) throws -> (status: Int32, shown: String) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = texts.indices.map { folder.appendingPathComponent("\($0).scenario") }
    for (file, text) in zip(files, texts) { try Data(text.utf8).write(to: file) }
    let process = Process()
    process.executableURL = Bundle.main.bundleURL.appendingPathComponent("conformance")
    process.arguments = [command] + files.map(\.path) + ["--backend", "epoll,uv"]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let shown = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, shown)
  }
}
