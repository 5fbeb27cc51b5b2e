import CEpoll
import Glibc
import Testing

@Suite("The libuv loop beside the native one")
struct UVLoopDifferentialTests {
  @Test("random programs are told the same by both loops", arguments: [256, 1, 2, 3])
  func programs(batchCapacity: Int) async {
    await #expect(processExitsWith: .success) { [batchCapacity] in
      signal(SIGPIPE, SIG_IGN)
      for closesEarly in [false, true] {
        let shape = UVLoopDifferentialProgram.Shape(batchCapacity: batchCapacity, closesEarly: closesEarly)
        for seed in 1...100 {
          try UVLoopDifferentialProgram.run(shape, seed: UInt64(seed), stepCount: 100)
        }
      }
    }
  }

  @Test("and so they are where libuv has room for a few more registrations only", arguments: [256, 3])
  func fullLibuv(batchCapacity: Int) async {
    await #expect(processExitsWith: .success) { [batchCapacity] in
      signal(SIGPIPE, SIG_IGN)
      var fillers: [CInt] = []
      for index in 0..<996 {
        // One file may be watched under so many numbers only.
        let first = index % 100 == 0 ? try checked(eventfd(0, 0)) : fillers[index - index % 100]
        fillers.append(try ReservedNumber.take())
        try duplicate(first, onto: fillers[index])
      }
      for seed in 1...10 {
        try UVLoopDifferentialProgram.run(
          .init(batchCapacity: batchCapacity), seed: UInt64(seed), stepCount: 100, fillers: fillers)
      }
    }
  }
}
