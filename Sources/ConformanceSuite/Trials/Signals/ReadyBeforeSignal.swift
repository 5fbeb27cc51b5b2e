internal import CObjects
internal import Glibc

/// A signal that a wait's mask lets through, beside events.
enum ReadyBeforeSignal: KernelTrial {
  static var trial: Trial {
    Trial(
      "signals/ready-before-signal",
      "A signal that epoll_pwait's mask lets through interrupts a wait that sleeps, "
        + "not one that has an event.",
      cites: ["man:epoll_wait(2)", "row:sig-pwait-ready-wins", "kernel:fs/eventpoll.c#ep_poll"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let counter = try EventCounter()
    try set.add(counter.number)
    _ = cobjects_handle(SIGUSR1) { _ in }
    defer { cobjects_discard(SIGUSR1) }
    log.see("nothing ready, for 0 ms", answer(at: set, 0), is: "0")
    log.see("nothing ready, without limit", answer(at: set, -1), is: "EINTR")
    counter.raise()
    log.see("ready, for 0 ms", answer(at: set, 0), is: "1")
    log.see("ready, without limit", answer(at: set, -1), is: "1")
  }

  /// Waits while a blocked signal is pending, which the wait's mask lets through.
  private static func answer(at set: EpollSet, _ milliseconds: CInt) -> String {
    cobjects_block(SIGUSR1, 1)
    cobjects_raise(SIGUSR1)
    var mask: UInt64 = 0
    var event = epoll_event()
    let count = cobjects_epoll_collect_masked(set.number, &event, 1, milliseconds, &mask, 8)
    cobjects_block(SIGUSR1, 0)
    return count < 0 ? ErrorName.of(-count) : "\(count)"
  }
}
