import EventLoopAPI
import SwiftWorkloadSupport

/// The workloads that are offered on one loop, in one form.
///
/// Each is generic over the loop, and compiled for it where the loop's type is given.
struct Offers {
  var version: String
  var workloads: [Workload<([Int]) throws -> Void>]

  /// - Parameter takesTurns: Whether what changes registrations takes a turn now and then, as on libuv.
  static func byWaitAndNext<Loop: EventLoop & ~Copyable>(
    takesTurns: Bool = false, _ makeLoop: @escaping @Sendable () throws -> Loop
  ) -> Offers {
    Offers(
      version: version(of: Loop.self),
      workloads: [
        Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") {
          try pingPong(on: makeLoop(), pairs: $0[0], active: $0[1], events: $0[2])
        },
        Workload("churn", "COUNT", "PAIRS") {
          try churn(on: makeLoop(), $0[0], pairs: $0[1], takesTurns: takesTurns)
        },
        Workload("ready", "READY", "REGISTERED", "EVENTS") {
          try ready(on: makeLoop(), $0[0], of: $0[1], events: $0[2])
        },
        Workload("masks", "COUNT", "CHANGES") {
          try masks(on: makeLoop(), $0[0], changes: $0[1], takesTurns: takesTurns)
        },
        Workload("timers", "COUNT", "CYCLES") { try timers(on: makeLoop(), $0[0], cycles: UInt64($0[1])) },
        Workload("wake-round-trip", "COUNT") {
          try wakeRoundTrip(between: makeLoop(), and: makeLoop(), $0[0])
        },
        Workload("wake-storm", "THREADS", "WAKES") {
          try wakeStorm(on: makeLoop(), threads: $0[0], wakes: $0[1])
        },
        Workload("level", "MESSAGES") { try messages(on: makeLoop(), $0[0], trigger: .level) },
        Workload("edge", "MESSAGES") { try messages(on: makeLoop(), $0[0], trigger: .edge) },
        Workload("one-shot", "MESSAGES") { try messages(on: makeLoop(), $0[0], trigger: .oneShot) },
        Workload("echo") { _ in try echo(on: makeLoop()) },
        Workload("memory-registrations", "COUNT") {
          try registrationMemory(on: makeLoop(), $0[0], takesTurns: takesTurns)
        },
        Workload("memory-timers", "COUNT") { try timerMemory(on: makeLoop(), $0[0]) },
      ])
  }

  static func byHandlers<Loop: EventLoop & ~Copyable>(
    _ makeLoop: @escaping @Sendable () throws -> Loop
  ) -> Offers {
    Offers(
      version: version(of: Loop.self),
      workloads: [
        Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") {
          try handlerPingPong(on: makeLoop(), pairs: $0[0], active: $0[1], events: $0[2])
        },
        Workload("churn", "COUNT", "PAIRS") { try handlerChurn(on: makeLoop(), $0[0], pairs: $0[1]) },
        Workload("echo") { _ in try handlerEcho(on: makeLoop()) },
      ])
  }

  static func byClosures<Loop: EventLoop & ~Copyable>(
    _ makeLoop: @escaping @Sendable () throws -> Loop
  ) -> Offers {
    Offers(
      version: version(of: Loop.self),
      workloads: [
        Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") {
          try closurePingPong(on: makeLoop(), pairs: $0[0], active: $0[1], events: $0[2])
        },
        Workload("churn", "COUNT", "PAIRS") { try closureChurn(on: makeLoop(), $0[0], pairs: $0[1]) },
        Workload("echo") { _ in try closureEcho(on: makeLoop()) },
      ])
  }

  private static func version<Loop: EventLoop & ~Copyable>(of loop: Loop.Type) -> String {
    switch loop.identity.name {
    case "epoll": "EpollLoop, \(loop.identity)"
    default: "\(loop.identity)"
    }
  }
}
