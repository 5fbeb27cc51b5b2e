internal import CObjects
internal import EventLoopAPI
internal import Foundation

extension ForkedRunner {
  /// A child that runs programs, seen from its parent.
  struct Child: ~Copyable {
    /// What a child left behind.
    struct Ending {
      var findings: [Finding] = []

      /// How it ended, if not with its last program.
      var cause: RunResult.Ending?

      /// Whether it was ended before its last program, as there was no time left.
      var isOutOfTime = false
    }

    private let process: pid_t
    private let reports: OwnedDescriptor

    /// Forks the child, which begins at once.
    init(
      _ programs: ArraySlice<Program>, _ backend: Backend, _ current: UnsafeMutablePointer<Int64>
    ) throws(ErrorCode) {
      let pipe = try OwnedPipe(cobjects_pipe(0))
      // Safety: a worker has one thread, so no lock is held that the child would wait for.
      let process = cobjects_fork()
      guard process >= 0 else { throw ErrorCode(rawValue: -process) }
      if process == 0 {
        ProgramRun(backend: backend, reports: pipe.write.number, current: current).run(programs)
        _exit(EXIT_SUCCESS)
      }
      self.process = process
      reports = pipe.takeRead()
    }

    /// Reads what the child reports until it ends, and ends it if a program takes too long or sleeps for
    /// good, or at the deadline.
    consuming func finish(
      within limit: Duration, until deadline: ContinuousClock.Instant?,
      watching current: UnsafeMutablePointer<Int64>
    ) -> Ending {
      var buffer = Data()
      var last = (program: cobjects_shared(current), since: ContinuousClock.now)
      var sleep = SleepWatch(process)
      var isTimedOut = false
      var isOutOfTime = false
      while true {
        if let deadline, deadline <= .now {
          isOutOfTime = true
          kill(process, SIGKILL)
          break
        }
        if cobjects_poll(reports.number, CShort(POLLIN), 25) > 0 {
          var bytes = [UInt8](repeating: 0, count: 65_536)
          let count = read(reports.number, &bytes, bytes.count)
          guard count > 0 else { break }
          buffer += bytes[..<count]
          continue
        }
        let program = cobjects_shared(current)
        if program != last.program {
          last = (program, .now)
          sleep = SleepWatch(process)
        } else if ContinuousClock.now - last.since > limit || sleep.isAsleepForGood() {
          isTimedOut = true
          kill(process, SIGKILL)
          break
        }
      }
      var status: CInt = 0
      waitpid(process, &status, 0)
      var ending = Ending()
      let decoder = JSONDecoder()
      ending.findings = buffer.split(separator: 10).compactMap { line in
        try? decoder.decode(Finding.self, from: line)
      }
      let signal = status & 0x7F
      let code = (status >> 8) & 0xFF
      if isOutOfTime {
        ending.isOutOfTime = true
      } else if isTimedOut {
        ending.cause = .timedOut
      } else if signal != 0 || code != 0 {
        ending.cause = .crashed(signal == 0 ? "exit \(code)" : SignalName.of(signal))
      }
      return ending
    }
  }
}
