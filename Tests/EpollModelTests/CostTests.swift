import EpollModel
import Glibc
import Testing

/// What the model costs.
///
/// The figures are printed and not judged: run in a release build they are those that count.
@Suite(.serialized) struct CostTests {
  private static func nanoseconds() -> UInt64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }

  @Test func `A million steps and a million copies`() throws {
    let repetitions = getenv("EPOLL_MODEL_COST") == nil ? 1000 : 250_000
    var kernel = ModelKernel()
    let epoll = try kernel.makeEpoll()
    let (reader, writer) = try kernel.openPipe()
    let (near, far) = try kernel.openSocketPair(.stream)
    let (sender, receiver) = try kernel.openSocketPair(.datagram)
    let counter = try kernel.openCounter()
    let pairs = [(reader, writer), (near, far), (receiver, sender), (counter, counter)]
    var events: [ModelEvent] = []
    var seen = 0
    let start = Self.nanoseconds()
    for _ in 0..<(repetitions / 4) {
      for (source, sink) in pairs {
        try kernel.control(epoll, .add, source, events: .readable, data: UInt64(source))
        _ = try kernel.write(sink, 1)
        try kernel.wait(epoll, 8, into: &events)
        seen += events.count
        _ = try kernel.read(source, 8)
        try kernel.control(epoll, .remove, source)
      }
    }
    let steps = Self.nanoseconds() - start
    #expect(seen == repetitions / 4 * 4)

    let before = Self.nanoseconds()
    var descriptors = 0
    for _ in 0..<repetitions {
      let copy = Self.copy(kernel)
      descriptors &+= copy.openDescriptorCount
    }
    let copies = Self.nanoseconds() - before
    #expect(descriptors == repetitions * 8)
    if getenv("EPOLL_MODEL_COST") != nil {
      print("\(repetitions * 4) steps: \(steps / 1_000_000) ms; a copy: \(copies / UInt64(repetitions)) ns")
    }
  }

  @inline(never) private static func copy(_ kernel: ModelKernel) -> ModelKernel { kernel }
}
