internal import Glibc

/// The width by which help is laid out: that in `COLUMNS`, or else the terminal's.
package enum TerminalWidth {
  /// Narrower the parser of arguments has no room for its second column, and traps.
  private static let least = 40

  /// Has help laid out as for a wider terminal where it would have no room.
  package static func raiseToLeast() {
    guard let width = asked ?? reported, width < least else { return }
    setenv("COLUMNS", "\(least)", 1)
  }

  private static var asked: Int? { getenv("COLUMNS").flatMap { Int(String(cString: $0)) } }

  private static var reported: Int? {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : nil
  }
}
