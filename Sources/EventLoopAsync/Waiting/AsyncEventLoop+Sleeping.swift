public import EventLoopAPI
internal import Glibc

extension AsyncEventLoop where Loop: ~Copyable {
  /// The current time of the clock that deadlines are read on, read anew at each use.
  public var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  /// Waits until an instant on the clock of ``now``, which may lie in the past; it is never early.
  ///
  /// Sleeps end in the order of their deadlines, and those with equal deadlines in the order of their
  /// beginnings.
  ///
  /// - Throws: ``AsyncLoopError``: `cancelled`, `shutDown`, `refused` or `failed`.
  public nonisolated(nonsending) func sleep(until deadline: Instant) async throws(AsyncLoopError) {
    let number = nextNumber()
    _ = try await outcome(
      request: { .sleep(number, until: deadline, $0) }, cancellation: .cancelSleep(number)
    ).get()
  }

  /// Waits for a time span from now; it is never early.
  ///
  /// - Throws: ``AsyncLoopError``, as ``sleep(until:)`` does.
  public nonisolated(nonsending) func sleep(for span: Duration) async throws(AsyncLoopError) {
    try await sleep(until: now + span)
  }
}

extension AsyncEventLoop where Loop: ~Copyable {
  func sleep(_ number: Request.Number, _ deadline: Instant, _ outcome: Request.Outcome) {
    if let ending {
      outcome.resume(returning: .failure(ending))
      return
    }
    do throws(LoopError) {
      sleepers.add(number, try loop.pointee.schedule(at: deadline), outcome)
    } catch {
      outcome.resume(returning: .failure(.refused(error)))
    }
  }

  func wakeSleeper(of timer: TimerToken) {
    sleepers.remove(due: timer)?.outcome.resume(returning: .success([]))
  }

  /// Ends a sleep; false if there is none of this number.
  func cancelSleep(_ number: Request.Number) -> Bool {
    guard let sleeper = sleepers.remove(number) else { return false }
    loop.pointee.cancel(sleeper.timer)
    sleeper.outcome.resume(returning: .failure(.cancelled))
    return true
  }
}
