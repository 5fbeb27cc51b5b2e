import ConformanceSuite
import Foundation

/// Where a report is written to.
struct OutputFile {
  /// The file; nil for standard output.
  let path: String?

  /// How text is dressed there.
  var style: Style { path == nil ? Self.terminalStyle : .plain }

  /// Colours on a terminal, unless `NO_COLOR` forbids them (no-color.org).
  private static var terminalStyle: Style {
    let forbids = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isatty(STDOUT_FILENO) == 1 && !forbids ? .coloured : .plain
  }

  /// Finds out before a long run whether its report can be written, as far as that can be known.
  func check() throws {
    guard let output = path else { return try Self.checkStandardOutput() }
    if output.isEmpty { try unwritable("the name is empty") }
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: output, isDirectory: &isFolder)
    if isFolder.boolValue { try unwritable("it is a directory") }
    if exists {
      guard access(output, W_OK) == 0 else { try unwritable(String(cString: strerror(errno))) }
    } else {
      try checkCreation(of: output)
    }
  }

  /// Makes the file and removes it: what some file systems refuse, access(2) does not tell.
  private func checkCreation(of output: String) throws {
    // Where a link leads to nothing, what it names is made when the report is written.
    let descriptor = open(output, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor < 0 else {
      close(descriptor)
      unlink(output)
      return
    }
    guard errno != EEXIST else { return }
    try unwritable(String(cString: strerror(errno)))
  }

  /// To write no bytes changes nothing, but a closed descriptor or a full device refuses even that.
  private static func checkStandardOutput() throws {
    guard Glibc.write(STDOUT_FILENO, "", 0) < 0 else { return }
    try Status.unwritable.fail("cannot write standard output: \(String(cString: strerror(errno)))")
  }

  /// Writes a text.
  func write(_ text: String) throws {
    let data = Data(text.utf8)
    guard let output = path else {
      do {
        try FileHandle.standardOutput.write(contentsOf: data)
      } catch {
        try Status.unwritable.fail("cannot write standard output: \(FileReason.of(error))")
      }
      return
    }
    do {
      try data.write(to: URL(fileURLWithPath: output), options: replacesFile(output) ? .atomic : [])
    } catch {
      // The work is done and must not be lost: whoever reads standard output has it.
      try? FileHandle.standardOutput.write(contentsOf: data)
      try unwritable("\(FileReason.of(error)); the report is on standard output instead")
    }
  }

  /// Whether a file is put in the place of the old one when it is whole; a device, a pipe or what a link
  /// leads to is written to.
  private func replacesFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }

  private func unwritable(_ reason: String) throws -> Never {
    try Status.unwritable.fail("cannot write '\(path ?? "-")': \(reason)")
  }
}
