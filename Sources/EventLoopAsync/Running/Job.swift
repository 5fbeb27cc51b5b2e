/// A piece of a task, up to its next suspension, and which of a loop's two executors it was given to.
struct Job {
  let job: UnownedJob

  /// Whether it runs for an actor of the loop, and not for a task that prefers the loop.
  let isForActor: Bool

  init(_ job: consuming ExecutorJob, isForActor: Bool) {
    self.job = UnownedJob(job)
    self.isForActor = isForActor
  }
}
