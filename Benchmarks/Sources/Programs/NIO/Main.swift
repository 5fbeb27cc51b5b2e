import SwiftWorkloadSupport
import WorkloadSupport

/// The workloads on SwiftNIO: `with-nio LOOP WORKLOAD NUMBER...`.
@main
struct Main {
  /// What the workloads are written with.
  private enum Form: String, CaseIterable {
    /// Handlers in channels.
    case handlers = "nio"
    /// Channels that tasks read from, on the threads of Swift's pool, as in SwiftNIO's examples.
    case async = "nio-async"
    /// The same with the tasks on the loop's thread.
    case asyncOnLoop = "nio-async-on-loop"
  }

  static func main() throws {
    support_raise_limit()
    guard let form = CommandLine.arguments.dropFirst().first.flatMap(Form.init) else {
      fail("usage: \(Form.allCases.map(\.rawValue).joined(separator: " | ")) WORKLOAD NUMBER...", status: 64)
    }
    let offers =
      switch form {
      case .handlers: withHandlers
      case .async: withTasks(onLoopThread: false)
      case .asyncOnLoop: withTasks(onLoopThread: true)
      }
    let words = CommandLine.arguments.dropFirst(2)
    // SwiftNIO does not say; it is the one version that Package.swift allows.
    let (body, numbers) = Workload.chosen(by: words, from: offers, version: "SwiftNIO 2.101.2")
    do {
      try body(numbers)
    } catch {
      fail("\(error)")
    }
  }

  private typealias Offers = [Workload<([Int]) throws -> Void>]

  private static var withHandlers: Offers {
    [
      Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") {
        try pingPong(pairs: $0[0], active: $0[1], events: $0[2])
      },
      Workload("timers", "COUNT", "CYCLES") { try timers($0[0], cycles: $0[1]) },
      Workload("wake-round-trip", "COUNT") { try wakeRoundTrip($0[0]) },
      Workload("wake-storm", "THREADS", "WAKES") { try wakeStorm(threads: $0[0], wakes: $0[1]) },
      Workload("level", "MESSAGES") { try level($0[0]) },
      Workload("echo") { _ in try echo() },
      Workload("memory-registrations", "COUNT") { try registrationMemory($0[0]) },
      Workload("memory-timers", "COUNT") { try timerMemory($0[0]) },
    ]
  }

  private static func withTasks(onLoopThread: Bool) -> Offers {
    [
      Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") {
        try asyncPingPong(pairs: $0[0], active: $0[1], events: $0[2], onLoopThread: onLoopThread)
      },
      Workload("echo") { _ in try asyncEcho(onLoopThread: onLoopThread) },
    ]
  }
}
