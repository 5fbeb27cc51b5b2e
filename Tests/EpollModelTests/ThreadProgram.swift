import CEpoll
import CObjects
import EpollModel
import Glibc

/// Threads that wait, and one step that is done when all of them sleep or have ended.
struct ThreadProgram: CustomStringConvertible {
  struct Wait {
    var epoll: CInt
    var maximum = 8
  }

  var setup: [Step]
  var waits: [Wait]
  var step: Step

  var description: String {
    let lines =
      setup.map { "  \($0)" }
      + waits.enumerated().map { "  thread \($0.offset) waits at \($0.element.epoll) \($0.element.maximum)" }
    return (lines + ["> \(step)"]).joined(separator: "\n")
  }

  /// The model with all threads waiting, the step not done.
  func prepared() -> ModelRunner {
    var runner = ModelRunner()
    for step in setup { _ = runner.perform(step) }
    for (thread, wait) in waits.enumerated() {
      try? runner.kernel.beginWait(thread: thread, wait.epoll, maximum: wait.maximum)
      while let woken = runner.kernel.wokenThreads.first { runner.kernel.runWoken(thread: woken) }
    }
    return runner
  }

  /// What the model says that comes of it, for every order in which those who were woken may run.
  func allowed() -> Set<ThreadOutcome> {
    var runner = prepared()
    _ = runner.perform(step)
    var outcomes: Set<ThreadOutcome> = []
    collect(runner.kernel, &outcomes)
    return outcomes
  }

  private func collect(_ kernel: ModelKernel, _ outcomes: inout Set<ThreadOutcome>) {
    for thread in kernel.wokenThreads {
      var next = kernel
      next.runWoken(thread: thread)
      collect(next, &outcomes)
    }
    guard kernel.wokenThreads.isEmpty else { return }
    outcomes.insert(outcome(of: kernel))
  }

  private func outcome(of kernel: ModelKernel) -> ThreadOutcome {
    var (kernel, outcome) = (kernel, ThreadOutcome(repeating: nil, count: waits.count))
    for wait in kernel.finishedWaits() {
      outcome[wait.thread] = wait.events.flatMap { [Int64($0.events.rawValue), Int64($0.data)] }
    }
    return outcome
  }

  /// What came of it on this machine's kernel; nil if a thread neither ended nor slept.
  func observed() -> ThreadOutcome? {
    var kernel = KernelRunner()
    for step in setup { _ = kernel.perform(step) }
    // The step may close an instance that threads wait at.
    let instances = Set(waits.map(\.epoll)).map { cobjects_duplicate(KernelRunner.real($0)) }
    var threads: [WaitingThread] = []
    var outcome: ThreadOutcome?
    for wait in waits {
      threads.append(WaitingThread(epoll: KernelRunner.real(wait.epoll), maximum: wait.maximum))
      outcome = WaitingThread.settled(threads)
    }
    if outcome != nil {
      _ = kernel.perform(step)
      outcome = WaitingThread.settled(threads)
    }
    end(threads, instances)
    return outcome
  }

  /// A level-triggered event, which each thread hands on, lets all of them end.
  private func end(_ threads: [WaitingThread], _ instances: [CInt]) {
    let counter = cobjects_eventfd(1, 0)
    for instance in instances { _ = cepoll_ctl(instance, 1, counter, EventMask.readable.rawValue, 0) }
    for thread in threads { thread.join() }
    for descriptor in instances + [counter] { close(descriptor) }
  }
}
