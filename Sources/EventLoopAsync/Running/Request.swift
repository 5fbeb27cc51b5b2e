internal import EventLoopAPI

/// What a loop's thread is asked to do; on another thread it is put into the inbox.
enum Request {
  /// How a wait ends; nothing is ready at the end of a sleep.
  typealias Outcome = UnsafeContinuation<Result<Readiness, AsyncLoopError>, Never>

  /// The number of a wait, by which it can be cancelled; no two have the same.
  typealias Number = UInt64

  case run(Job)
  case wait(Number, CInt, WaitDirection, isConfirmed: Bool, Outcome)
  case cancelWait(Number, CInt, WaitDirection)
  case sleep(Number, until: Instant, Outcome)
  case cancelSleep(Number)
  case forget(CInt, UnsafeContinuation<Void, Never>)
  case close(CInt)
  case shutDown(UnsafeContinuation<Void, Never>)
}
