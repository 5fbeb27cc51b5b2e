internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

extension Claim {
  static let interrupted = Claim(
    "wait-eintr", .notes, "A signal that is handled ends a wait with EINTR."
  ) { log in
    for (name, flags) in [("without SA_RESTART", CInt(0)), ("with SA_RESTART", CInt(SA_RESTART))] {
      try log.given("the handler", name) { log in
        log.see("a signal while a wait sleeps", try outcomeOfSignal(flags: flags), claimed: "EINTR")
      }
    }
  }

  /// What a wait without limit leads to, of a thread that handles a signal when it is asleep.
  static func outcomeOfSignal(flags: CInt) throws -> String {
    handle(SIGUSR1, flags: flags)
    let set = try EpollSet()
    let waiter = Mutex<pthread_t?>(nil)
    let outcome = SharedText()
    let asleep = try withSleepingThreads(1) { _ in
      waiter.withLock { $0 = pthread_self() }
      outcome.set(set.outcomeOfWaiting(milliseconds: -1))
    } whenAsleep: {
      if let thread = waiter.withLock({ $0 }) { pthread_kill(thread, SIGUSR1) }
    }
    return asleep == 1 ? outcome.text : "not asleep"
  }

  private static let handled = Atomic(0)

  private static func handle(_ signal: CInt, flags: CInt) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Claim.handled.add(1, ordering: .relaxed) }
    action.sa_flags = flags
    sigaction(signal, &action, nil)
  }

  static let maskAtomic = Claim(
    "pwait-mask-atomic", .notes,
    "epoll_pwait has its mask in place of the thread's for as long as it waits, atomically."
  ) { log in
    handle(SIGUSR1, flags: 0)
    let set = try EpollSet()
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGUSR1)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    pthread_kill(pthread_self(), SIGUSR1)
    let before = handled.load(ordering: .relaxed)
    log.did("a signal blocked and sent")
    log.see(
      "epoll_wait, which leaves it blocked", set.outcomeOfWaiting(milliseconds: 0), claimed: "0 reports")
    var none = sigset_t()
    sigemptyset(&none)
    var events = [epoll_event()]
    let result = epoll_pwait(set.number, &events, 1, -1, &none)
    log.see(
      "epoll_pwait without limit, with a mask that blocks nothing",
      result < 0 ? ErrorName.of(errno) : "returns",
      claimed: "EINTR")
    log.see(
      "how often the handler has run", "\(handled.load(ordering: .relaxed) - before)", claimed: "1")
    var now = sigset_t()
    pthread_sigmask(SIG_SETMASK, nil, &now)
    log.see(
      "the signal, after that", sigismember(&now, SIGUSR1) == 1 ? "blocked" : "not blocked",
      claimed: "blocked")
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }
}
