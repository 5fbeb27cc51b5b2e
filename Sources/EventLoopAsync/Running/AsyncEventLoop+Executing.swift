extension AsyncEventLoop: TaskExecutor where Loop: ~Copyable {
  /// Runs a job of a task that prefers this loop, later and on its thread; the language calls it.
  public func enqueue(_ job: consuming ExecutorJob) {
    perform(.run(Job(job, isForActor: false)))
  }

  /// What an actor that lives on this loop gives as its `unownedExecutor`.
  ///
  /// The actor must hold the loop, since the result does not.
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    actorExecutor.asUnownedSerialExecutor()
  }
}

extension AsyncEventLoop where Loop: ~Copyable {
  /// The executor of the actors that live on a loop; what they assume of their isolation is checked.
  ///
  /// It is not the loop itself, because a job must say by which of the two it was called. Else each wait
  /// would go through the queue again, once to leave the one and once to enter the other.
  public final class ActorExecutor: SerialExecutor {
    /// Safety: set by the loop's `init`, before anybody else has the executor.
    nonisolated(unsafe) unowned var owner: AsyncEventLoop?

    private var loop: AsyncEventLoop {
      guard let owner else { preconditionFailure("an executor is made by its loop") }
      return owner
    }

    init() {}

    /// Runs a job of an actor, later and on the loop's thread; the language calls it.
    public func enqueue(_ job: consuming ExecutorJob) {
      loop.perform(.run(Job(job, isForActor: true)))
    }

    /// Whether the caller is on the loop's thread.
    public func isIsolatingCurrentContext() -> Bool? {
      loop.isOnThread
    }

    /// Ends the program if the caller is not on the loop's thread.
    public func checkIsolated() {
      precondition(loop.isOnThread, "not on the thread of the event loop")
    }
  }

  func run(_ job: Job) {
    if job.isForActor {
      job.job.runSynchronously(
        isolatedTo: actorExecutor.asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
    } else {
      job.job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }
}
