internal import CObjects
internal import Glibc
internal import Synchronization

/// A handled signal that comes while a thread waits.
enum Interrupted: KernelTrial {
  static var trial: Trial {
    Trial(
      "signals/interrupted",
      "A handled signal ends a wait that sleeps with EINTR, whether or not its handler has SA_RESTART.",
      cites: ["man:signal(7)", "man:epoll_wait(2)", "row:sig-eintr", "kernel:fs/eventpoll.c#ep_poll"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    // The signal is for the thread that waits, which alone lets it through.
    cobjects_block(SIGUSR1, 1)
    defer {
      cobjects_discard(SIGUSR1)
      cobjects_block(SIGUSR1, 0)
    }
    for (name, flags) in [("without SA_RESTART", CInt(0)), ("with SA_RESTART", SA_RESTART)] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in }
      action.sa_flags = flags
      sigaction(SIGUSR1, &action, nil)
      for (limit, milliseconds) in [("without limit", CInt(-1)), ("for a minute", 60_000)] {
        let waits = try (0..<50).map { _ in
          try outcome { set in
            var event = epoll_event()
            return cobjects_epoll_collect(set, &event, 1, milliseconds)
          }
        }
        log.see("epoll_wait \(limit), \(name)", inRounds: waits, ["slept, EINTR"])
        let masked = try (0..<50).map { _ in
          try outcome { set in
            var event = epoll_event()
            var mask: UInt64 = 0
            return cobjects_epoll_collect_masked(set, &event, 1, milliseconds, &mask, 8)
          }
        }
        log.see("epoll_pwait \(limit), \(name)", inRounds: masked, ["slept, EINTR"])
      }
    }
  }

  /// What a thread's wait returns that is sent a signal when it is seen asleep.
  private static func outcome(of wait: @Sendable (CInt) -> CInt) throws -> String {
    let set = try EpollSet()
    let answer = Mutex("")
    let asleep = try withSleepingThreads(1) { _ in
      cobjects_block(SIGUSR1, 0)
      let count = wait(set.number)
      answer.withLock { $0 = count < 0 ? ErrorName.of(-count) : "\(count)" }
    } whenAsleep: {
      _ = cobjects_send_to_process(SIGUSR1)
    }
    return "\(asleep == 1 ? "slept" : "did not sleep"), \(answer.withLock { $0 })"
  }
}
