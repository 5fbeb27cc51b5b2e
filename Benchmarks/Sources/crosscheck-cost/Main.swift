import EpollCore
import EventLoopObserving
import Glibc
import Measuring
import UVBridge
import WorkloadSupport

/// What it costs an application that a second loop watches: pairs of sockets, between which a byte goes to
/// and fro.
@main
struct Main {
  private typealias Checked = CrossCheckLoop<EpollLoop, UVLoop>

  static func main() throws {
    let contestants: [(name: String, run: () throws -> UInt64)] = [
      ("epoll alone", { try pingPong(on: try EpollLoop()) }),
      ("every wait and registration", { try checked(CrossCheckSampling()) }),
      ("every 10th wait", { try checked(CrossCheckSampling(waits: 10)) }),
      ("every 100th wait", { try checked(CrossCheckSampling(waits: 100)) }),
      ("every 10th registration", { try checked(CrossCheckSampling(registrations: 10)) }),
      (
        "every 100th wait, 10th registration",
        { try checked(CrossCheckSampling(waits: 100, registrations: 10)) }
      ),
    ]
    let rounds = try Rounds<Double>(11, of: contestants.count) { contestant, _ in
      Double(try contestants[contestant].run()) / Double(events)
    }
    for contestant in contestants.indices {
      guard let time = rounds.spread(of: contestant, { $0 }),
        let ratio = rounds.ratio(of: contestant, to: 0, { $0 })
      else { continue }
      print(
        "\(contestants[contestant].name): \(Int(time.median)) ns an event, \(rounded(ratio.median)) times"
          + " (\(rounded(ratio.minimum)) to \(rounded(ratio.maximum)))")
    }
  }

  private static var events: UInt64 { 200_000 }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private static func checked(_ sampling: CrossCheckSampling) throws -> UInt64 {
    var configuration = Checked.Configuration(sampling: sampling)
    configuration.divergenceHandler = { fatalError("\($0)") }
    return try pingPong(on: try Checked(configuration))
  }

  /// Runs 100 pairs, all 200 ends of which are watched for data, and returns the nanoseconds that it took.
  private static func pingPong<Loop: EventLoop & ~Copyable>(on loop: consuming Loop) throws -> UInt64 {
    var descriptors: [CInt] = []
    var owners: [Token: CInt] = [:]
    for _ in 0..<100 {
      var ends: [CInt] = [0, 0]
      support_open_pair(&ends)
      for end in ends { owners[try loop.register(end, for: .readable)] = end }
      support_send(ends[0])
      descriptors += ends
    }
    var count: UInt64 = 0
    let start = support_now()
    while count < events {
      try loop.wait(.forever)
      while let event = loop.next() {
        guard case .ready(let token, _) = event, let descriptor = owners[token] else { continue }
        support_bounce(descriptor)
        count += 1
      }
    }
    let end = support_now()
    for token in owners.keys { try loop.deregister(token) }
    for descriptor in descriptors { close(descriptor) }
    return end - start
  }
}
