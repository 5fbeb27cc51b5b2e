extension Dispatcher where Loop: ~Copyable, Handler: ~Copyable {
  /// A handle by which any thread submits closures and stops the run; it may outlive the dispatcher.
  @inlinable
  public var remote: DispatcherRemote<Loop, Handler> { DispatcherRemote(submissions, waker) }

  /// Runs what was submitted, and notes whether a stop was asked for.
  @inlinable
  mutating func runSubmissions() throws(DispatchError<Handler.Failure>) {
    // Kept alive, as a closure may put another dispatcher in the place of this one.
    let submissions = self.submissions
    // The stop first: what its thread has submitted before it is then found.
    if submissions.takeStop() { isStopped = true }
    submissions.collect()
    while self.submissions === submissions, let submission = submissions.next() {
      do throws(Handler.Failure) {
        try unsafeDowncast(submission, to: Submission<Loop, Handler>.self).body(&self)
      } catch {
        try settle(HandlerError(.submission, error))
      }
    }
  }
}
