internal import Foundation

/// What is being measured, on a terminal only.
public struct Progress: Sendable {
  private let isShown = isatty(STDERR_FILENO) == 1

  /// Shows nothing yet.
  public init() {}

  /// Shows what comes next in place of what was shown.
  public func show(_ step: String) {
    write("\r\u{1B}[K\(step)…")
  }

  /// Removes what was shown.
  public func end() {
    write("\r\u{1B}[K")
  }

  private func write(_ text: String) {
    guard isShown else { return }
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
