internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Files that are no sockets and no pipes.
enum Devices: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/devices",
      "Files and devices that tell of no changes are EPERM, though poll(2) has them always ready.",
      cites: [
        "man:epoll_ctl(2)", "row:ctl-unpollable-devices", "row:ctl-regular-file-eperm",
        "kernel:fs/eventpoll.c#do_epoll_ctl", "kernel:include/linux/poll.h#file_can_poll",
      ], .kernel(Self.self))
  }

  /// There is one of each wherever there is a /dev and a /proc.
  private static let refused = [
    "/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/proc/self/maps", "/proc/self/status", "/",
  ]

  private static let taken = ["/dev/random", "/proc/self/mounts"]

  /// A container may lack these, or keep them from who asks.
  private static let takenIfThere = [
    "/dev/ptmx", "/dev/kmsg", "/proc/sys/kernel/hostname", "/sys/kernel/uevent_seqnum",
  ]

  static func run(_ log: inout TrialLog) throws {
    let refusal = "EPERM, EPERM, EPERM, always ready to poll(2)"
    for path in refused { log.see(path, try answer(of: path), is: refusal) }
    let file = try OwnedDescriptor(cobjects_memfd("a regular file"))
    log.see("a regular file", try answer(of: file), is: refusal)
    for path in taken { log.see(path, try answer(of: path), is: "taken") }
    for path in takenIfThere { log.see(path, try answer(of: path), in: ["taken", "not to be had here"]) }
  }

  private static func answer(of path: String) throws -> String {
    let descriptor = cobjects_open(path)
    return descriptor < 0 ? "not to be had here" : try answer(of: OwnedDescriptor(descriptor))
  }

  /// What adding, modifying and removing lead to, and what poll(2) says of a file that is refused.
  private static func answer(of file: borrowing OwnedDescriptor) throws -> String {
    let set = try EpollSet()
    let answers = [EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL].map {
      KernelAnswer.of(cobjects_epoll_change(set.number, $0, file.number, 1, 0))
    }
    if answers.allSatisfy({ $0 == "done" }) { return "taken" }
    let both = Interest.readable.union(.writable).rawValue
    let isReady = cobjects_poll(file.number, CShort(both), 0) == CInt(both)
    return "\(answers.joined(separator: ", ")), \(isReady ? "always" : "not") ready to poll(2)"
  }
}
