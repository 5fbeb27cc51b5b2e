internal import EventLoopAPI
internal import Glibc
internal import Synchronization

extension AsyncEventLoop where Loop: ~Copyable {
  /// Whether the caller is on the loop's thread, where all that is confined to it may be used.
  var isOnThread: Bool {
    server.load(ordering: .relaxed) == LoopThread.current
  }

  /// A number that no other wait has.
  func nextNumber() -> Request.Number {
    lastNumber.add(1, ordering: .relaxed).newValue
  }

  /// Does what is asked for, at once on the loop's thread, else soon; soon also while the loop is lent.
  func perform(_ request: Request) {
    // The end of a wait that is not known yet has to come behind its beginning, which is in the inbox.
    if isOnThread, !isLent, handle(request) { return }
    switch inbox.put(request) {
    case .none: break
    case .wake: waker.wake()
    case .serve: serveAgain()
    }
  }

  /// Does what is asked for; false if that is to end a wait that has not begun, or has ended.
  @discardableResult
  func handle(_ request: Request) -> Bool {
    switch request {
    case .run(let job):
      jobs.append(job)
    case .wait(let number, let descriptor, let direction, let isConfirmed, let outcome):
      wait(number, descriptor, direction, isConfirmed: isConfirmed, outcome)
    case .cancelWait(let number, let descriptor, let direction):
      return cancelWait(number, descriptor, direction)
    case .sleep(let number, let deadline, let outcome):
      sleep(number, deadline, outcome)
    case .cancelSleep(let number):
      return cancelSleep(number)
    case .forget(let descriptor, let continuation):
      forgetNow(descriptor)
      continuation.resume()
    case .close(let descriptor):
      forgetNow(descriptor)
      _ = Glibc.close(descriptor)
    case .shutDown(let continuation):
      awaitingEnd.append(continuation)
      end(.shutDown)
    }
    return true
  }

  /// Has a thread of the language's do what came after the end.
  ///
  /// One of the loop's own could be refused, and nobody is here who could be told.
  private func serveAgain() {
    Task.detached { [self] in drain() }
  }
}
