internal import CObjects
internal import EventLoopAPI
internal import Foundation

/// Runs programs one after another in a forked child; one that crashes or hangs costs the child, and no other program.
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
  /// - Parameter place: the first one's place among the programs of its block.
  /// - Throws: `ErrorCode` of pipe(2) or fork(2).
  func run(_ programs: [Program], from place: Int) throws(ErrorCode) -> [Finding] {
    var findings: [Finding] = []
    var next = 0
    while next < programs.count {
      cobjects_share(current, Int64(next))
      let child = try Child(programs[next...], backend, current)
      let ending = child.finish(within: timeLimit, watching: current)
      findings += ending.findings
      guard let cause = ending.cause else { break }
      let fatal = Int(cobjects_shared(current))
      // The one that was running when the child left by itself had been done.
      guard fatal < programs.count else { break }
      var finding = Finding(program: fatal, source: programs[fatal].source)
      switch cause {
      case .crashed(let signal): finding.crash = signal
      case .timedOut, .finished: finding.isTimedOut = true
      }
      findings.append(finding)
      next = fatal + 1
    }
    return findings.map { finding in
      var finding = finding
      finding.program += place
      return finding
    }
  }
}
