import EpollModel
import Testing

@Suite struct CoverageTests {
  @Test func `A set holds what was put into it, up to the last rule`() {
    var rules = ModelCoverage()
    #expect(rules.isEmpty && rules.count == 0)
    for rule in ModelRule.allCases {
      #expect(!rules.contains(rule))
      rules.insert(rule)
      #expect(rules.contains(rule) && rules.count == Int(rule.rawValue) + 1)
    }
    #expect(rules == .all && rules.rules == ModelRule.allCases)
  }

  @Test func `Sets are joined and subtracted`() {
    let last = ModelRule.allCases[ModelRule.allCases.count - 1]
    var rules = ModelCoverage([.levelPutBack, .batchFull])
    rules.formUnion(ModelCoverage([.batchFull, last]))
    #expect(rules.rules == [.levelPutBack, .batchFull, last])
    #expect(rules.subtracting(ModelCoverage([.batchFull])).rules == [.levelPutBack, last])
  }

  @Test func `A kernel marks what it applies, and a copy its own`() throws {
    var kernel = ModelKernel()
    let (reader, writer) = try kernel.openPipe()
    let epoll = try kernel.makeEpoll()
    #expect(kernel.coverage.isEmpty)
    try kernel.control(epoll, .add, reader, events: .readable)
    #expect(kernel.coverage.rules == [.idleWhenAdded])
    var copy = kernel
    _ = try copy.write(writer, 1)
    #expect(copy.coverage.rules.map(\.name) == ["idleWhenAdded", "listedByWake", "pipeWrittenWhenEmpty"])
    #expect(kernel.coverage.rules == [.idleWhenAdded])
  }
}
