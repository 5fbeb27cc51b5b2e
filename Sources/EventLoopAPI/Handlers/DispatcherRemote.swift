/// A handle by which any thread has a dispatcher run closures, and stops it.
///
/// ```swift
/// let remote = dispatcher.remote
/// Task.detached {
///   remote.submit { dispatcher in … }  // runs on the dispatcher's thread
///   remote.stop()
/// }
/// try dispatcher.run()
/// ```
///
/// It may outlive the dispatcher. A signal handler must not use it, since it allocates: the ``LoopWaker`` is
/// for that.
public struct DispatcherRemote<Loop: EventLoop & ~Copyable, Handler: EventHandler & ~Copyable>: Sendable {
  /// What is submitted: it is called with the dispatcher, on the dispatcher's thread.
  public typealias Body = (inout Dispatcher<Loop, Handler>) throws(Handler.Failure) -> Void

  @usableFromInline let submissions: SubmissionQueue
  @usableFromInline let waker: Loop.Waker

  @inlinable
  init(_ submissions: SubmissionQueue, _ waker: Loop.Waker) {
    self.submissions = submissions
    self.waker = waker
  }

  /// Has a closure run once on the dispatcher's thread, and returns whether there is still a dispatcher.
  ///
  /// It wakes the loop. Closures run in the order in which they were submitted; what one throws goes to
  /// ``Dispatcher/onError(_:)``. One that comes too late for a run that is stopped is kept for the next run
  /// or turn. One that has not run when the dispatcher is destroyed never runs: it is released by the thread
  /// that destroys it. A submission allocates, an event does not.
  @inlinable
  @discardableResult
  public func submit(_ body: sending @escaping Body) -> Bool {
    guard submissions.add(Submission<Loop, Handler>(body)) else { return false }
    waker.wake()
    return true
  }

  /// Ends the dispatcher's run after the turn in hand, as ``Dispatcher/stop()`` does.
  ///
  /// What this thread has submitted before runs first. If the dispatcher is not running, its next run ends
  /// with the first turn.
  @inlinable
  public func stop() {
    submissions.stop()
    waker.wake()
  }
}
