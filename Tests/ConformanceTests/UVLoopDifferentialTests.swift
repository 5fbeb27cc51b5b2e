import Glibc
import Testing

@Suite("The libuv loop beside the native one")
struct UVLoopDifferentialTests {
  @Test("random programs are told the same by both loops")
  func programs() async {
    await #expect(processExitsWith: .success) {
      try UVLoopDifferentialProgram.runAll(seeds: 1...200)
    }
  }
}

extension UVLoopDifferentialProgram {
  /// Runs programs of every shape with each seed.
  static func runAll(seeds: ClosedRange<UInt64>) throws {
    for capacity in [256, 1, 2, 3] {
      for closesEarly in [false, true] {
        for seed in seeds {
          try run(Shape(batchCapacity: capacity, closesEarly: closesEarly), seed: seed, stepCount: 60)
        }
      }
    }
  }
}
