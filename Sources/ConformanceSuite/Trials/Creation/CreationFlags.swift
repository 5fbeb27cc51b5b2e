internal import CObjects
internal import Glibc

/// The flags that epoll_create1(2) is given.
enum CreationFlags: KernelTrial {
  static var trial: Trial {
    Trial(
      "creation/flags", "epoll_create1 takes EPOLL_CLOEXEC, which it heeds, and no other flag.",
      cites: ["man:epoll_create(2)", "row:create1-flags"], .kernel(Self.self))
  }

  /// EPOLL_CLOEXEC, which is O_CLOEXEC.
  private static let closesOnExec = O_CLOEXEC

  static func run(_ log: inout TrialLog) {
    log.see("epoll_create1(0)", outcome(of: 0), is: "survives exec")
    log.see("epoll_create1(EPOLL_CLOEXEC)", outcome(of: closesOnExec), is: "closed by exec")
    let others = (0..<32).map { CInt(bitPattern: 1 << $0) }.filter { $0 != closesOnExec }
    log.see("each other bit alone", inRounds: others.map(outcome), ["EINVAL"])
    log.see(
      "each other bit beside EPOLL_CLOEXEC", inRounds: others.map { outcome(of: $0 | closesOnExec) },
      ["EINVAL"])
  }

  private static func outcome(of flags: CInt) -> String {
    let result = cobjects_epoll_with_flags(flags)
    guard result >= 0 else { return ErrorName.of(-result) }
    defer { close(result) }
    return cobjects_is_closed_on_exec(result) == 1 ? "closed by exec" : "survives exec"
  }
}
