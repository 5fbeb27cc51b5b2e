internal import EventLoopAPI

extension Trial {
  /// Runs a trial of a loop on a backend, or one of the kernel, in this process.
  func run(on backend: Backend) -> TrialReply {
    var log = TrialLog()
    let before = OpenDescriptors.current()
    let clock = ContinuousClock()
    let duration = clock.measure {
      do {
        switch subject {
        case .loop(let type): try backend.run(type, &log)
        case .kernel(let type): try type.run(&log)
        }
      } catch {
        log.see("goes on to its end", "stopped by \(error)", is: "done")
      }
    }
    return TrialReply(
      steps: log.steps, missing: log.missing, leaks: OpenDescriptors.current().names(notIn: before),
      nanoseconds: UInt64(duration / .nanoseconds(1)))
  }
}
