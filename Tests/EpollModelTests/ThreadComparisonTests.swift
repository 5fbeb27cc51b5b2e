import EpollModel
import Testing

private let edge: UInt32 = 1 << 31
private let oneShot: UInt32 = 1 << 30
private let exclusive: UInt32 = 1 << 28

/// Real threads in epoll_wait(2), beside the model's.
///
/// In a suite with the other programs, as descriptors have fixed numbers. A pipe has 3 and 4.
extension DifferentialTests {
  /// What the threads found, with one more step after those that open; fails if the model does not allow it.
  fileprivate func compare(
    _ setup: [Step], _ waits: [ThreadProgram.Wait], _ step: Step, orAlso others: [ThreadOutcome] = [],
    location: SourceLocation = #_sourceLocation
  ) -> ThreadOutcome? {
    let program = ThreadProgram(setup: setup, waits: waits, step: step)
    let allowed = program.allowed().union(others)
    let observed = program.observed()
    #expect(observed.map { allowed.contains($0) } == true, "\(program)\n\(allowed)", sourceLocation: location)
    return observed
  }

  fileprivate func wait(_ epoll: CInt, _ maximum: Int = 8) -> ThreadProgram.Wait {
    ThreadProgram.Wait(epoll: epoll, maximum: maximum)
  }

  @Test func `At an edge one thread of an instance wakes, the one that came last`() {
    let setup: [Step] = [.open(.pipe), .open(.epoll), .control(5, .add, 3, 1 | edge, 7)]
    #expect(compare(setup, [wait(5), wait(5), wait(5)], .write(4, 1)) == [nil, nil, [1, 7]])
  }

  @Test func `A level-triggered event is handed on, so that all wake`() {
    let setup: [Step] = [.open(.pipe), .open(.epoll), .control(5, .add, 3, 1, 7)]
    #expect(compare(setup, [wait(5), wait(5), wait(5)], .write(4, 1)) == [[1, 7], [1, 7], [1, 7]])
  }

  @Test func `A one-shot event is one thread's`() {
    let setup: [Step] = [.open(.pipe), .open(.epoll), .control(5, .add, 3, 1 | oneShot, 7)]
    #expect(compare(setup, [wait(5), wait(5)], .write(4, 1)) == [nil, [1, 7]])
  }

  @Test(arguments: [0, edge]) func `Of several instances all wake that are not exclusive`(trigger: UInt32) {
    var setup: [Step] = [.open(.pipe)]
    for epoll in CInt(5)...7 { setup += [.open(.epoll), .control(epoll, .add, 3, 1 | trigger, 7)] }
    #expect(compare(setup, [wait(5), wait(6), wait(7)], .write(4, 1)) == [[1, 7], [1, 7], [1, 7]])
  }

  @Test(arguments: [0, edge]) func `Of exclusive instances the first with a thread wakes`(trigger: UInt32) {
    var setup: [Step] = [.open(.pipe)]
    for epoll in CInt(5)...8 {
      setup += [.open(.epoll), .control(epoll, .add, 3, 1 | trigger | exclusive, 7)]
    }
    #expect(compare(setup, [wait(8), wait(7), wait(6)], .write(4, 1)) == [nil, nil, [1, 7]])
  }

  @Test func `An exclusive instance does not keep the others from waking`() {
    var setup: [Step] = [.open(.pipe)]
    for epoll in CInt(5)...8 {
      let isExclusive = epoll < 7
      setup += [.open(.epoll), .control(epoll, .add, 3, isExclusive ? 1 | exclusive : 1, UInt64(epoll))]
    }
    let found = compare(setup, [wait(5), wait(6), wait(7), wait(8)], .write(4, 1))
    #expect(found == [[1, 5], nil, [1, 7], [1, 8]])
  }

  @Test func `A hangup wakes all exclusive instances`() async {
    await #expect(processExitsWith: .success) {
      let tests = DifferentialTests()
      var setup: [Step] = [.open(.pipe)]
      for epoll in CInt(5)...7 { setup += [.open(.epoll), .control(epoll, .add, 3, 1 | exclusive, 7)] }
      #expect(
        tests.compare(setup, [tests.wait(5), tests.wait(6), tests.wait(7)], .close(4)) == [
          [16, 7], [16, 7], [16, 7],
        ])
    }
  }

  @Test func `A socket's end wakes all exclusive instances`() async {
    await #expect(processExitsWith: .success) {
      let tests = DifferentialTests()
      var setup: [Step] = [.open(.stream)]
      for epoll in CInt(5)...6 { setup += [.open(.epoll), .control(epoll, .add, 3, 1 | exclusive, 7)] }
      #expect(tests.compare(setup, [tests.wait(5), tests.wait(6)], .close(4)) == [[0x11, 7], [0x11, 7]])
      #expect(
        tests.compare(setup, [tests.wait(5), tests.wait(6)], .shutdown(4, .write)) == [[1, 7], [1, 7]])
    }
  }

  @Test func `Two events of one write are one thread's or two threads'`() {
    // The write calls back both entries of the pipe, the later one first, and wakes a thread for each. The
    // first may run before the second entry is on the list.
    let setup: [Step] = [
      .open(.pipe), .duplicate(3), .open(.epoll), .control(6, .add, 3, 1 | edge, 7),
      .control(6, .add, 5, 1 | edge, 8),
    ]
    let shared: ThreadOutcome = [nil, [1, 7], [1, 8]]
    _ = compare(setup, [wait(6), wait(6), wait(6)], .write(4, 1), orAlso: [shared])
    _ = compare(setup, [wait(6, 1), wait(6, 1)], .write(4, 1))
  }

  @Test func `Several events at once through one place go from thread to thread`() {
    let setup: [Step] = [
      .open(.pipe), .open(.epoll), .open(.epoll), .control(5, .add, 3, 1, 1), .control(6, .add, 5, 1, 2),
      .control(6, .add, 3, 1, 3),
    ]
    // The write calls back the outer instance's own entry and, by way of the inner instance, the other one:
    // the outer thread may run in between.
    let both: [StepResult] = [[1, 3, 1, 2], [1, 2, 1, 3], [1, 3], [1, 2]]
    _ = compare(setup, [wait(5), wait(6)], .write(4, 1), orAlso: both.map { [[1, 1], $0] })
    _ = compare(
      setup, [wait(6, 1), wait(6, 1)], .write(4, 1), orAlso: [[[1, 3], [1, 2]], [[1, 2], [1, 3]]])
  }

  @Test func `An edge of an inner instance is the inner thread's, and the outer one's if it is first`() {
    let setup: [Step] = [
      .open(.pipe), .open(.epoll), .open(.epoll), .control(5, .add, 3, 1 | edge, 1),
      .control(6, .add, 5, 1, 2),
    ]
    let program = ThreadProgram(setup: setup, waits: [wait(5), wait(6)], step: .write(4, 1))
    #expect(program.allowed() == [[[1, 1], nil], [[1, 1], [1, 2]]])
    _ = compare(setup, program.waits, program.step)
  }

  @Test func `Adding and modifying what is ready wakes one thread`() {
    let setup: [Step] = [.open(.pipe), .open(.epoll), .write(4, 1)]
    let added: Step = .control(5, .add, 3, 1 | edge, 7)
    #expect(compare(setup, [wait(5), wait(5)], added) == [nil, [1, 7]])
    let spent: [Step] = [.control(5, .add, 3, 1 | oneShot, 7), .wait(5, 8)]
    #expect(compare(setup + spent, [wait(5), wait(5)], .control(5, .modify, 3, 1, 8)) == [[1, 8], [1, 8]])
  }

  @Test func `Threads wait on at an instance that is closed`() async {
    await #expect(processExitsWith: .success) {
      let tests = DifferentialTests()
      let setup: [Step] = [.open(.pipe), .open(.epoll), .control(5, .add, 3, 1, 7)]
      #expect(tests.compare(setup, [tests.wait(5), tests.wait(5)], .close(5)) == [nil, nil])
    }
  }

  @Test func `Random programs of threads come to what the model allows`() async {
    await #expect(processExitsWith: .success) {
      var programs = 0
      for seed in DifferentialTests.seeds(150) {
        var generator = ThreadProgramGenerator(seed: seed)
        guard let program = generator.program() else { continue }
        programs += 1
        let allowed = program.allowed()
        let observed = program.observed()
        guard observed.map({ allowed.contains($0) }) != true else { continue }
        Issue.record("seed \(seed)\n\(program)\nfound \(String(describing: observed))\nallowed \(allowed)")
        return
      }
      #expect(programs > 0)
    }
  }
}
