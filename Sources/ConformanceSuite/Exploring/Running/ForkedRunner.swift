internal import CObjects
internal import EventLoopAPI
internal import Foundation

/// Runs programs one after another in a forked child; one that crashes or hangs costs the child, and no other
/// program.
struct ForkedRunner: ~Copyable {
  private let backend: Backend
  private let timeLimit: Duration

  /// The place of the program that the child runs, in memory that it shares with its parent.
  ///
  /// Safety: it lives as long as this does, and is read and written atomically.
  private let current: UnsafeMutablePointer<Int64>

  /// Prepares to run programs.
  ///
  /// - Throws: `ErrorCode` of mmap(2).
  init(_ backend: Backend, timeLimit: Duration) throws(ErrorCode) {
    guard let current = cobjects_shared_number() else { throw ErrorCode(rawValue: errno) }
    self.backend = backend
    self.timeLimit = timeLimit
    self.current = current
  }

  deinit {
    cobjects_end_sharing(current)
  }

  /// Runs programs, and returns those that were not as the model allows.
  ///
  /// - Parameters:
  ///   - place: the first one's place among the programs of its block.
  ///   - deadline: when to leave the rest, and the one that is running; nil to run them all.
  /// - Returns: what was found, and how many programs were run.
  /// - Throws: `ErrorCode` of pipe(2) or fork(2).
  func run(
    _ programs: [Program], from place: Int, until deadline: ContinuousClock.Instant? = nil
  ) throws(ErrorCode) -> (findings: [Finding], count: Int) {
    var findings: [Finding] = []
    var next = 0
    while next < programs.count {
      cobjects_share(current, Int64(next))
      let child = try Child(programs[next...], backend, current)
      let ending = child.finish(within: timeLimit, until: deadline, watching: current)
      findings += ending.findings
      if ending.isOutOfTime {
        next = Int(cobjects_shared(current))
        break
      }
      guard let cause = ending.cause else {
        next = programs.count
        break
      }
      let fatal = Int(cobjects_shared(current))
      // The one that was running when the child left by itself had been done.
      next = min(fatal + 1, programs.count)
      guard fatal < programs.count else { break }
      var finding = Finding(program: fatal, source: programs[fatal].source)
      switch cause {
      case .crashed(let signal): finding.crash = signal
      case .timedOut, .finished: finding.isTimedOut = true
      }
      findings.append(finding)
    }
    for index in findings.indices { findings[index].program += place }
    return (findings, next)
  }
}
