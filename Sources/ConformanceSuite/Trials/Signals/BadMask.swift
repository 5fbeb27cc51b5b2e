internal import CObjects

/// Signal masks that epoll_pwait(2) cannot take.
enum BadMask: KernelTrial {
  static var trial: Trial {
    Trial(
      "signals/bad-mask",
      "epoll_pwait with a mask at a bad address is EFAULT, and with one of another size EINVAL.",
      cites: ["man:epoll_wait(2)", "row:sig-pwait-bad-mask", "kernel:kernel/signal.c#set_user_sigmask"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let counter = try EventCounter()
    counter.raise()
    try set.add(counter.number)
    var mask: UInt64 = 0
    for size in [0, 4, 7, 9, 16, 128] {
      log.see("a mask of \(size) bytes", answer(at: set, &mask, size), is: "EINVAL")
    }
    // Safety: nothing is ever mapped at the first page, so the kernel finds nothing there.
    log.see("a mask at address 1", answer(at: set, UnsafeRawPointer(bitPattern: 1), 8), is: "EFAULT")
    log.see("a mask", answer(at: set, &mask, 8), is: "1")
    log.see("no mask, of any size", answer(at: set, nil, 4), is: "1")
  }

  private static func answer(at set: EpollSet, _ mask: UnsafeRawPointer?, _ size: Int) -> String {
    var event = epoll_event()
    let count = cobjects_epoll_collect_masked(set.number, &event, 1, 0, mask, size)
    return count < 0 ? ErrorName.of(-count) : "\(count)"
  }
}
