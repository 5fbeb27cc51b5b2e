internal import EpollCore
internal import Glibc

/// What SIGTERM and SIGINT do to a server.
enum Termination {
  /// Safety: written once, before the handler that reads it is installed.
  private nonisolated(unsafe) static var waker: (any LoopWaker)?

  /// Has both signals wake a loop; the process is to do this once.
  static func wakes(_ waker: some LoopWaker) {
    precondition(self.waker == nil, "a process has one server")
    self.waker = waker
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Termination.waker?.wake() }
    for signal in [SIGTERM, SIGINT] { sigaction(signal, &action, nil) }
  }
}

/// Prints a line at once, also where standard output is a pipe.
func say(_ line: String) {
  print(line)
  fflush(nil)
}
