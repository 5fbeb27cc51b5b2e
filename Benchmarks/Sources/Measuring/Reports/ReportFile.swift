public import Foundation

/// Where a report goes: a file, or the standard output.
public struct ReportFile: Sendable {
  private let path: String?

  /// Chooses the file, and finds out whether it can be written, as far as that can be known; nil for the
  /// standard output.
  ///
  /// What is there already stays as it is.
  ///
  /// - Throws: ``MeasuringError/unwritable(_:reason:)``: said now, not after minutes of measuring.
  public init(_ path: String?) throws {
    self.path = path
    let obstacle = if let path { Self.obstacle(at: path) } else { Self.refusal(of: STDOUT_FILENO) }
    if let obstacle { throw MeasuringError.unwritable(name, reason: obstacle) }
  }

  /// How text for it is dressed: with colours on a terminal, unless `NO_COLOR` is set.
  public var style: Style {
    let wantsColour = (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty
    return path == nil && isatty(STDOUT_FILENO) == 1 && wantsColour ? .coloured : .plain
  }

  /// Writes the whole of it.
  ///
  /// - Parameter isRescued: Whether it goes to the standard output if the file cannot be written: the work is
  ///   done, and must not be lost.
  /// - Throws: ``MeasuringError/unwritable(_:reason:)`` if the file cannot be written.
  public func write(_ data: Data, isRescued: Bool = true) throws {
    do {
      if let path {
        try data.write(to: URL(fileURLWithPath: path), options: isReplaced(path) ? .atomic : [])
      } else {
        try FileHandle.standardOutput.write(contentsOf: data)
      }
    } catch {
      var reason = Self.reason(for: error)
      if path != nil, isRescued {
        try? FileHandle.standardOutput.write(contentsOf: data)
        reason += "; it is on the standard output instead"
      }
      throw MeasuringError.unwritable(name, reason: reason)
    }
  }

  private var name: String { path.map { "'\($0)'" } ?? "the standard output" }

  /// Whether a file is put in the place of the old one when it is whole; a device, a pipe or what a link
  /// leads to is written to.
  private func isReplaced(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }
}

extension ReportFile {
  /// Why a file cannot be written; nil if nothing is known to be in the way.
  private static func obstacle(at path: String) -> String? {
    var status = stat()
    let isThere = stat(path, &status) == 0
    switch status.st_mode & S_IFMT {
    case S_IFDIR: return reason(EISDIR)
    // To open it would wait for a reader.
    case S_IFIFO: return access(path, W_OK) == 0 ? nil : reason(errno)
    default: break
    }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_NOCTTY | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return reason(errno) }
    defer {
      close(descriptor)
      if !isThere { removeFile(at: path) }
    }
    return refusal(of: descriptor)
  }

  /// Why a descriptor takes no bytes: to write none changes nothing, but some devices refuse even that.
  private static func refusal(of descriptor: CInt) -> String? {
    Glibc.write(descriptor, "", 0) < 0 ? reason(errno) : nil
  }

  /// Removes the file that a path leads to, and no link on the way to it.
  private static func removeFile(at path: String) {
    guard let target = realpath(path, nil) else { return }
    unlink(target)
    free(target)
  }

  /// The system's reason for an error of Foundation's, where it has one.
  private static func reason(for error: any Error) -> String {
    let cause = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error ?? error) as NSError
    return cause.domain == NSPOSIXErrorDomain ? reason(CInt(cause.code)) : error.localizedDescription
  }

  private static func reason(_ code: CInt) -> String {
    String(cString: strerror(code))
  }
}
