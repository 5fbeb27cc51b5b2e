import ArgumentParser
import EpollModel
import WorkloadSupport

/// What the model of epoll costs: steps on four objects, and copies and fingerprints of a kernel with eight
/// descriptors.
@main
struct ModelCost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model-cost", abstract: "Times the model of epoll: steps, copies and fingerprints.")

  func run() throws {
    var kernel = ModelKernel()
    let epoll = try kernel.makeEpoll()
    let (reader, writer) = try kernel.openPipe()
    let (near, far) = try kernel.openSocketPair(.stream)
    let (receiver, sender) = try kernel.openSocketPair(.datagram)
    let counter = try kernel.openCounter()
    let pairs = [(reader, writer), (near, far), (receiver, sender), (counter, counter)]

    let rounds = 50_000
    var events: [ModelEvent] = []
    let start = support_now()
    for _ in 0..<rounds {
      for (source, sink) in pairs {
        try kernel.control(epoll, .add, source, events: .readable, data: UInt64(source))
        _ = try kernel.write(sink, 1)
        try kernel.wait(epoll, 8, into: &events)
        guard events.count == 1 else { support_fail("wait") }
        _ = try kernel.read(source, 8)
        try kernel.control(epoll, .remove, source)
      }
    }
    let steps = support_now() - start
    // Registering, writing, waiting, reading, deregistering.
    print("\(rounds * pairs.count * 5) steps: \(steps / 1_000_000) ms")

    let copies = 1_000_000
    var kept = [kernel, kernel]
    let before = support_now()
    for index in 0..<copies {
      // Each copy takes the place of another, which is let go of.
      Self.keep(kernel, in: &kept, at: index & 1)
    }
    let copying = support_now() - before
    guard kept.allSatisfy({ $0.openDescriptorCount == 8 }) else { support_fail("copy") }
    print("a copy of a kernel with 8 descriptors, and letting it go: \(copying / UInt64(copies)) ns")

    for descriptor in [reader, near, receiver] {
      try kernel.control(epoll, .add, descriptor, events: .readable)
    }
    let fingerprints = 100_000
    var sum: UInt64 = 0
    let beforeFingerprints = support_now()
    for _ in 0..<fingerprints { sum &+= kernel.fingerprint }
    let marking = support_now() - beforeFingerprints
    guard sum == kernel.fingerprint &* UInt64(fingerprints) else { support_fail("fingerprint") }
    print("a fingerprint of it with three entries: \(marking / UInt64(fingerprints)) ns")
  }

  @inline(never)
  private static func keep(_ kernel: ModelKernel, in kept: inout [ModelKernel], at place: Int) {
    kept[place] = kernel
  }
}
