import Testing

@testable import Measuring

@Suite("Counts of instructions")
struct CallgrindTests {
  private static let report = """
    ==6565== Callgrind, a call-graph generating cache profiler
    ==6565== Command: ./with-c ping-pong 100 100 20000
    ==6565==
    ==6565== Events    : Ir
    ==6565== Collected : 7497993
    ==6565==
    ==6565== I   refs:      7,497,993
    """

  @Test("The count is read from the report")
  func reads() {
    #expect(Callgrind.instructions(inReport: Self.report) == 7_497_993)
  }

  @Test("A report without a count has none")
  func refuses() {
    #expect(Callgrind.instructions(inReport: "valgrind: no such file") == nil)
    #expect(Callgrind.instructions(inReport: "==1== Collected : ") == nil)
  }

  @Test("The difference of two lengths leaves start and end out")
  func subtracts() {
    #expect(Callgrind.difference(1_500_000, 3_350_000, operations: 40_000) == 46.25)
  }

  @Test("A longer run that takes fewer instructions gives a negative cost, not a trap")
  func negative() {
    #expect(Callgrind.difference(2, 1, operations: 1) == -1)
  }

  @Test("Counts agree within half an instruction, or 0.2 % of a large one")
  func agrees() {
    #expect(Callgrind.agree([46.25, 46.7]))
    #expect(!Callgrind.agree([46.25, 46.8]))
    #expect(Callgrind.agree([10_000, 10_019]))
    #expect(!Callgrind.agree([10_000, 10_021]))
    #expect(Callgrind.agree([10_000, 10_100], tolerance: 0.02))
    #expect(!Callgrind.agree([10_000, 10_300], tolerance: 0.02))
    #expect(Callgrind.agree([]))
  }
}
