import EpollCore
import EventLoopAsync
import Glibc
import SwiftWorkloadSupport
import UVBridge
import WorkloadSupport

/// The workloads by async and await: `with-async LOOP WORKLOAD NUMBER...`.
@main
struct Main {
  private enum Backend: String, CaseIterable {
    case epoll = "async-epoll"
    case uv = "async-uv"
  }

  /// Not an asynchronous function, which would end the main thread: valgrind does not survive that.
  static func main() {
    support_raise_limit()
    guard let backend = CommandLine.arguments.dropFirst().first.flatMap(Backend.init) else {
      fail(
        "usage: \(Backend.allCases.map(\.rawValue).joined(separator: " | ")) WORKLOAD NUMBER...", status: 64)
    }
    switch backend {
    case .epoll: run(on: EpollLoop.self)
    case .uv: run(on: UVLoop.self)
    }
  }

  private static func run<Loop: EventLoop & ~Copyable>(on type: Loop.Type) -> Never {
    let (body, numbers) = Workload.chosen(
      by: CommandLine.arguments.dropFirst(2), from: offers(on: type),
      version: "EventLoopAsync, \(type.identity)")
    Task {
      do {
        try await withEventLoop(type) { loop in try await body(loop, numbers) }
        exit(0)
      } catch {
        fail("\(error)")
      }
    }
    while true { pause() }
  }

  private typealias Body<Loop: EventLoop & ~Copyable> =
    @Sendable @concurrent (AsyncEventLoop<Loop>, [Int]) async throws -> Void

  private static func offers<Loop: EventLoop & ~Copyable>(on type: Loop.Type) -> [Workload<Body<Loop>>] {
    [
      Workload("ping-pong", "PAIRS", "ACTIVE", "EVENTS") { loop, numbers in
        await pingPong(on: loop, pairs: numbers[0], active: numbers[1], events: numbers[2])
      },
      Workload("timers", "COUNT", "CYCLES") { loop, numbers in
        await timers(on: loop, numbers[0], cycles: UInt64(numbers[1]))
      },
      Workload("wake-round-trip", "COUNT") { loop, numbers in
        try await wakeRoundTrip(on: loop, numbers[0])
      },
      Workload("wake-storm", "THREADS", "WAKES") { loop, numbers in
        await wakeStorm(on: loop, threads: numbers[0], wakes: numbers[1])
      },
      Workload("level", "MESSAGES") { loop, numbers in try await level(on: loop, numbers[0]) },
      Workload("echo") { loop, _ in try await echo(on: loop) },
      Workload("memory-registrations", "COUNT") { loop, numbers in
        await registrationMemory(on: loop, numbers[0])
      },
      Workload("memory-timers", "COUNT") { loop, numbers in await timerMemory(on: loop, numbers[0]) },
    ]
  }
}
