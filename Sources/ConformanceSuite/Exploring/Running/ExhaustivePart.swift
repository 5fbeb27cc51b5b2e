internal import EventLoopAPI

/// A worker's part of an exhaustive search: each worker looks at every program, and runs its share.
struct ExhaustivePart: Codable, Hashable, Sendable {
  /// The greatest length of a program.
  var depth: Int

  /// The names of the alphabet's sets.
  var letters: [String]

  /// Which of the programs are run: those whose number leaves this remainder, divided by `count`.
  var index: Int
  var count: Int

  /// How long a program may take, in milliseconds.
  var timeLimit: Int

  /// When to leave what was not run by then; nil to run them all.
  ///
  /// All processes of a machine have this clock in common.
  var deadline: ContinuousClock.Instant?
}

/// What came of going on for a while.
struct ExhaustivePartReply: Codable, Sendable {
  var findings: [Finding] = []
  var counts = ExhaustiveSearch.Counts()
  var coverage = ExplorationCoverage()
  var isFinished = false
  var failure: String?
}

/// An exhaustive search that a worker goes on with whenever it is asked.
struct ExhaustiveRun: ~Copyable {
  let part: ExhaustivePart
  private var search: ExhaustiveSearch
  private let runner: ForkedRunner
  private var number = 0

  /// How many programs are run, and how many looked at, before the worker reports.
  private static var portion: Int { 2000 }
  private static var longestLook: Int { 50_000 }

  /// - Throws: `ErrorCode` of mmap(2).
  init(_ part: ExhaustivePart, on backend: Backend) throws(ErrorCode) {
    self.part = part
    search = ExhaustiveSearch(depth: part.depth, Alphabet(names: part.letters) ?? .small)
    runner = try ForkedRunner(backend, timeLimit: .milliseconds(part.timeLimit))
  }

  /// Goes on for a portion of programs.
  ///
  /// - Throws: `ErrorCode` of pipe(2) or fork(2).
  mutating func advance() throws(ErrorCode) -> ExhaustivePartReply {
    var programs: [Program] = []
    var numbers: [Int] = []
    let before = search.counts.programs
    while programs.count < Self.portion, search.counts.programs - before < Self.longestLook,
      !search.isFinished, part.deadline.map({ .now < $0 }) ?? true
    {
      for program in search.advance() {
        if number % part.count == part.index {
          programs.append(program)
          numbers.append(number)
        }
        number += 1
      }
    }
    var reply = ExhaustivePartReply()
    let (findings, count) = try runner.run(programs, from: 0, until: part.deadline)
    reply.findings = findings.map { finding in
      var finding = finding
      finding.program = numbers[finding.program]
      return finding
    }
    search.noteRun(count)
    reply.counts = search.counts
    reply.coverage = search.coverage
    reply.isFinished = search.isFinished
    return reply
  }
}
