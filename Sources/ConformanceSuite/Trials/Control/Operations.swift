internal import CObjects
internal import Glibc

/// Operations of epoll_ctl(2) that there are not.
enum Operations: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/unknown-operations",
      "epoll_ctl with an operation that there is not is refused, after the descriptors were looked at.",
      cites: ["man:epoll_ctl(2)", "row:ctl-bad-op", "kernel:fs/eventpoll.c#do_epoll_ctl"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let counter = try EventCounter()
    let file = try OwnedDescriptor(cobjects_memfd("a regular file"))
    let known = [EPOLL_CTL_ADD, EPOLL_CTL_DEL, EPOLL_CTL_MOD]
    let unknown = (-8...64).filter { !known.contains($0) } + [CInt.min, .max]
    func outcomes(on descriptor: CInt) -> [String] {
      unknown.map { KernelAnswer.of(cobjects_epoll_change(set.number, $0, descriptor, 1, 0)) }
    }
    log.see("unknown on a counter", inRounds: outcomes(on: counter.number), ["EINVAL"])
    log.see("unknown on what is not open", inRounds: outcomes(on: -1), ["EBADF"])
    log.see("unknown on a regular file", inRounds: outcomes(on: file.number), ["EPERM"])
    try set.add(counter.number)
    log.see("unknown on what is registered", inRounds: outcomes(on: counter.number), ["EINVAL"])
    counter.raise()
    log.see("told afterwards", "\(try set.wait().count)", is: "1")
  }
}
