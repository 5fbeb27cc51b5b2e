internal import CObjects
internal import Glibc

/// A thread of this process or of a child, and what proc(5) tells of it.
struct ObservedThread: Hashable, Sendable {
  /// The child's number; nil for this process.
  var process: CInt?

  /// The kernel's number of it.
  let number: CInt

  /// The thread that asks.
  static var current: ObservedThread { ObservedThread(number: cobjects_thread()) }

  /// Whether it blocks in a call by which a loop waits, such as epoll_wait(2) or poll(2).
  ///
  /// It does not if it was woken and has not run yet.
  ///
  /// Within the call it may block for a lock or a page as well, but not interruptibly.
  var isAsleep: Bool {
    guard let call = text(of: "syscall").split(separator: " ").first.flatMap({ Int($0) }),
      cobjects_is_wait(call) != 0
    else { return false }
    // The name before the state is in brackets, and may have spaces and brackets in it.
    let status = text(of: "stat")
    guard let bracket = status.lastIndex(of: ")") else { return false }
    return status[bracket...].dropFirst().hasPrefix(" S")
  }

  /// Waits until it sleeps, unless something else comes first.
  func awaitSleep(unless hasEnded: () -> Bool) {
    while !isAsleep, !hasEnded() { sched_yield() }
  }

  /// How often it has gone to sleep so far; nil if the kernel does not tell.
  var sleeps: Int? {
    let lines = text(of: "status").split(separator: "\n")
    let line = lines.first { $0.hasPrefix("voluntary_ctxt_switches:") }
    return line.flatMap { Int($0.drop { !$0.isNumber }) }
  }

  private func text(of file: String) -> String {
    let process = process.map(String.init) ?? "self"
    let descriptor = open("/proc/\(process)/task/\(number)/\(file)", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }
}
