internal import CObjects
internal import Foundation

/// The child's side of a ``ForkedRunner``: runs programs and reports those that the model does not allow.
struct ProgramRun {
  let backend: Backend
  /// Where findings go, a line each.
  let reports: CInt
  /// Where the place of the running program is to be seen.
  let current: UnsafeMutablePointer<Int64>

  /// Runs the programs of a slice, whose indices are their places.
  func run(_ programs: ArraySlice<Program>) {
    // The first loop may open what lasts as long as the process.
    guard (try? backend.describe()) != nil else { _exit(EX_UNAVAILABLE) }
    var open = OpenDescriptors.current()
    var lowest = cobjects_lowest_free()
    var numbers = cobjects_open_numbers(lowest)
    for place in programs.indices {
      cobjects_share(current, Int64(place))
      let program = programs[place]
      guard let observed = try? backend.run(program.scenario) else { _exit(EX_OSERR) }
      var finding = Finding(program: place, source: "")
      // To look into /proc/self/fd every time would take longer than the program. What was left open need not
      // have the lowest number: others were open beside it.
      if cobjects_open_numbers(lowest) != numbers {
        finding.leaks = OpenDescriptors.current().names(notIn: open)
        open = OpenDescriptors.current()
        lowest = cobjects_lowest_free()
        numbers = cobjects_open_numbers(lowest)
      }
      guard !finding.leaks.isEmpty || !isAllowed(observed, program) else { continue }
      finding.source = program.source
      finding.outcomes = observed.map { $0?.description }
      report(finding)
    }
    cobjects_share(current, Int64(programs.endIndex))
  }

  private func isAllowed(_ observed: [Outcome?], _ program: Program) -> Bool {
    if observed == program.predicted { return true }
    let result = RunResult(.finished, outcomes: observed)
    if program.scenario.refusalOfNamespace(result) != nil { return true }
    return !Oracle().standings(of: program.scenario, observed: observed).contains(.different)
  }

  private func report(_ finding: Finding) {
    guard var data = try? JSONEncoder().encode(finding) else { _exit(EX_SOFTWARE) }
    data.append(10)
    // The parent reads until the end; if it is gone, so is the reason to go on.
    guard (try? FileHandle(fileDescriptor: reports).write(contentsOf: data)) != nil else { _exit(EX_IOERR) }
  }
}
