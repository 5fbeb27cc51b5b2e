import EpollModel
import Testing

@Suite struct RuleTests {
  /// What a kernel with one rule removed says of a program, as far as its steps give something.
  private static func results(without rule: ModelRules?, _ program: [Step]) -> [StepResult] {
    var runner = ModelRunner(rules: rule.map { ModelRules.linux.subtracting($0) } ?? .linux)
    return program.map { runner.perform($0) }
  }

  private static let edge: UInt32 = 1 << 31
  private static let oneShot: UInt32 = 1 << 30

  /// For each rule a program that shows what it is for; a pipe has the descriptors 3 and 4, the instance 5.
  private static let programs: [(rule: ModelRules, program: [Step])] = [
    (.levelRequeue, [.write(4, 1), .control(5, .add, 3, 1, 1), .wait(5, 8), .wait(5, 8)]),
    (
      .oneShotMasking,
      [.control(5, .add, 3, 1 | oneShot, 1), .write(4, 1), .wait(5, 8), .write(4, 1), .wait(5, 8)]
    ),
    (.repollAtDelivery, [.control(5, .add, 3, 1, 1), .write(4, 1), .read(3, 1), .wait(5, 8)]),
    (
      // A semaphore that holds 2: reading 1 wakes with the key of room.
      .callbackKeyFilter,
      [.open(.semaphore), .control(5, .add, 6, 1 | edge, 1), .wait(5, 8), .read(6, 8), .wait(5, 8)]
    ),
    (
      .rearmOnModify,
      [
        .write(4, 1), .control(5, .add, 3, 1 | edge, 1), .wait(5, 8), .control(5, .modify, 3, 1 | edge, 2),
        .wait(5, 8),
      ]
    ),
    (.removalOnLastClose, [.control(5, .add, 3, 1, 1), .close(4), .close(3), .wait(5, 8)]),
    (.keyIncludesDescriptor, [.control(5, .add, 3, 1, 1), .duplicate(3), .control(5, .add, 6, 1, 2)]),
    (
      .pipePageGranularity, [.fill(4), .control(5, .add, 4, 4, 1), .read(3, 4095), .wait(5, 8), .write(4, 1)]
    ),
  ]

  private static let start: [Step] = [.open(.pipe), .open(.epoll)]

  @Test func `Each rule has a program that shows it`() {
    #expect(Self.programs.map(\.rule) == ModelRules.named.map(\.rule))
  }

  @Test(arguments: 0..<8) func `Without a rule the model says something else`(index: Int) {
    let (rule, program) = Self.programs[index]
    let all = Self.results(without: nil, Self.start + program)
    #expect(Self.results(without: rule, Self.start + program) != all)
  }
}
