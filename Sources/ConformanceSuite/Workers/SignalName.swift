internal import Glibc

/// The names of signals, for reports.
enum SignalName {
  private static let names: [CInt: String] = [
    SIGABRT: "SIGABRT", SIGSEGV: "SIGSEGV", SIGBUS: "SIGBUS", SIGILL: "SIGILL", SIGTRAP: "SIGTRAP",
    SIGFPE: "SIGFPE", SIGKILL: "SIGKILL", SIGTERM: "SIGTERM", SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM",
    SIGUSR1: "SIGUSR1", SIGUSR2: "SIGUSR2", SIGINT: "SIGINT", SIGHUP: "SIGHUP",
  ]

  /// The C constant's name, or `signal N`.
  static func of(_ signal: CInt) -> String { names[signal] ?? "signal \(signal)" }
}
