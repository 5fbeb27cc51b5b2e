internal import EpollCore
internal import EventLoopAPI

/// A registration of a ``MutantLoop``.
struct MutantRegistration {
  let descriptor: CInt
  var interest: Interest
  var trigger: Trigger

  /// Whether it is one-shot and has been told since it was armed.
  var isDisarmed = false

  /// Whether its number is known to belong to another file.
  var isSuperseded = false

  /// What some faults remember: the flags that were told last, the interest that it was made with, whether
  /// it was ready then, and whether it names an epoll object.
  var lastTold: Readiness = []
  var firstInterest: Interest = []
  var wasReadyAtFirst = false
  var isEpoll = false

  /// What the kernel is asked for.
  var events: Epoll.Events { Epoll.Events(rawValue: interest.rawValue | trigger.rawValue) }

  /// What is told of it: what was asked for, and hangup and error.
  var told: Readiness { Readiness(interest).union([.hangup, .error]) }
}
