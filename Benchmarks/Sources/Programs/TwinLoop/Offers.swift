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
      pingPong: { try pingPong(on: makeLoop(), pairs: $0, active: $1, events: $2) },
      churn: { try churn(on: makeLoop(), $0, pairs: $1, takesTurns: takesTurns) },
      echo: { try echo(on: makeLoop()) },
      others: [
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
      pingPong: { try handlerPingPong(on: makeLoop(), pairs: $0, active: $1, events: $2) },
      churn: { try handlerChurn(on: makeLoop(), $0, pairs: $1) },
      echo: { try handlerEcho(on: makeLoop()) })
  }

  static func byClosures<Loop: EventLoop & ~Copyable>(
    _ makeLoop: @escaping @Sendable () throws -> Loop
  ) -> Offers {
    Offers(
      version: version(of: Loop.self),
      pingPong: { try closurePingPong(on: makeLoop(), pairs: $0, active: $1, events: $2) },
      churn: { try closureChurn(on: makeLoop(), $0, pairs: $1) },
      echo: { try closureEcho(on: makeLoop()) })
  }

  private static func version<Loop: EventLoop & ~Copyable>(of loop: Loop.Type) -> String {
    switch loop.identity.name {
    case "epoll": "EpollLoop, \(loop.identity)"
    default: "\(loop.identity)"
    }
  }
}

extension Offers {
  /// The workloads that are written in every form.
  private init(
    version: String,
    pingPong: @escaping (_ pairs: Int, _ active: Int, _ events: Int) throws -> Void,
    churn: @escaping (_ count: Int, _ pairs: Int) throws -> Void,
    echo: @escaping () throws -> Void,
    others: [Workload<([Int]) throws -> Void>] = []
  ) {
    self.version = version
    workloads =
      [
        Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") { try pingPong($0[0], $0[1], $0[2]) },
        Workload("churn", "COUNT", "PAIRS") { try churn($0[0], $0[1]) },
        Workload("echo") { _ in try echo() },
      ] + others
  }
}
