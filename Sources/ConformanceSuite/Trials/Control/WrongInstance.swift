internal import CObjects
internal import EventLoopAPI

/// Something else in the place of an epoll instance.
enum WrongInstance: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/not-an-instance",
      "epoll_ctl and epoll_wait on an open descriptor that is no epoll instance are EINVAL.",
      cites: ["man:epoll_ctl(2)", "man:epoll_wait(2)", "row:ctl-epfd-not-epoll", "row:wait-bad-epfd"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let counter = try EventCounter()
    let other = try EventCounter()
    let file = try OwnedDescriptor(cobjects_memfd("a regular file"))
    for (name, number, answer) in [
      ("a counter", other.number, "EINVAL"), ("a regular file", file.number, "EINVAL"),
      ("what is not open", -1, "EBADF"), ("the number of what was closed", try closedNumber(), "EBADF"),
    ] {
      let changes = [EPOLL_CTL_ADD, EPOLL_CTL_MOD, EPOLL_CTL_DEL].map {
        KernelAnswer.of(cobjects_epoll_change(number, $0, counter.number, 1, 0))
      }
      log.see("changes to \(name)", inRounds: changes, [answer])
      log.see("a wait at \(name)", KernelAnswer.of(wait(at: number)), is: answer)
    }
    let set = try EpollSet()
    let itself = KernelAnswer.of { () throws(ErrorCode) in try set.add(set.number) }
    log.see("an instance added to itself", itself, is: "EINVAL")
  }

  private static func wait(at number: CInt) -> CInt {
    var event = epoll_event()
    return cobjects_epoll_collect(number, &event, 1, 0)
  }

  /// A number that was an epoll instance's; nothing else is opened in this process meanwhile.
  private static func closedNumber() throws -> CInt {
    let set = try EpollSet()
    set.close()
    return set.number
  }
}
