import ArgumentParser
import EpollCore
import EventLoopObserving
import Glibc
import Measuring
import UVBridge
import WorkloadSupport

/// What it costs an application that a second loop watches: pairs of sockets, between which a byte goes to
/// and fro.
@main
struct CrossCheckCost: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "crosscheck-cost",
    abstract: "Times what it costs an application that a second loop watches: see docs/observing.md.")

  private typealias Checked = CrossCheckLoop<EpollLoop, UVLoop>

  private static let samplings: [(name: String, sampling: CrossCheckSampling?)] = [
    ("epoll alone", nil),
    ("every wait and registration", CrossCheckSampling()),
    ("every 10th wait", CrossCheckSampling(waits: 10)),
    ("every 100th wait", CrossCheckSampling(waits: 100)),
    ("every 10th registration", CrossCheckSampling(registrations: 10)),
    ("every 100th wait, 10th registration", CrossCheckSampling(waits: 100, registrations: 10)),
  ]

  func run() throws {
    print(
      "| looked at | ns of the processor for an event, 100 pairs at once | times epoll alone "
        + "| one pair | times |"
    )
    print("|---|---|---|---|---|")
    let columns = try [100, 1].map { active in
      try Rounds<Double>(11, of: Self.samplings.count) { contestant, _ in
        Double(try Self.run(Self.samplings[contestant].sampling, active: active)) / Double(Self.events)
      }
    }
    for contestant in Self.samplings.indices {
      let cells = columns.map { rounds in
        let time = rounds.spread(of: contestant) { $0 }?.median ?? 0
        let ratio = rounds.ratio(of: contestant, to: 0) { $0 }?.median ?? 0
        return "\(Int(time)) | \((ratio * 100).rounded() / 100)"
      }
      print("| \(Self.samplings[contestant].name) | \(cells.joined(separator: " | ")) |")
    }
  }

  private static var events: UInt64 { 100_000 }

  private static func run(_ sampling: CrossCheckSampling?, active: Int) throws -> UInt64 {
    guard let sampling else { return try pingPong(on: try EpollLoop(), active: active) }
    var configuration = Checked.Configuration(sampling: sampling)
    configuration.divergenceHandler = { fatalError("\($0)") }
    return try pingPong(on: try Checked(configuration), active: active)
  }

  /// Runs 100 pairs, all 200 ends of which are watched for data, and returns the nanoseconds of the processor
  /// that it took, in the kernel and outside.
  private static func pingPong<Loop: EventLoop & ~Copyable>(
    on loop: consuming Loop, active: Int
  ) throws -> UInt64 {
    var owners: [Token: CInt] = [:]
    for pair in 0..<100 {
      var ends: [CInt] = [0, 0]
      support_open_pair(&ends)
      for end in ends { owners[try loop.register(end, for: .readable)] = end }
      if pair < active { support_send(ends[0]) }
    }
    var count: UInt64 = 0
    let start = processorTime()
    while count < events {
      try loop.wait(.forever)
      while let event = loop.next() {
        guard case .ready(let token, _) = event, let descriptor = owners[token] else { continue }
        support_bounce(descriptor)
        count += 1
      }
    }
    let end = processorTime()
    for (token, descriptor) in owners {
      try loop.deregister(token)
      close(descriptor)
    }
    return end - start
  }

  /// The processor's time is what is left of wall time on a machine that does other things as well.
  private static func processorTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
