import EpollCore
import EventLoopObserving
import SwiftWorkloadSupport
import UVBridge
import WorkloadSupport

/// The workloads on the loops of this package: `with-twinloop LOOP WORKLOAD NUMBER...`.
@main
struct Main {
  /// What the workloads are written on.
  private enum Form: String, CaseIterable {
    case epollLoop = "epoll-loop"
    case handlers
    case closures
    case uvLoop = "uv-loop"
    case crossCheck = "crosscheck"
  }

  /// Epoll drives the application, and libuv watches.
  private typealias CheckedLoop = CrossCheckLoop<EpollLoop, UVLoop>

  static func main() {
    support_raise_limit()
    guard let form = CommandLine.arguments.dropFirst().first.flatMap(Form.init) else {
      fail("usage: \(Form.allCases.map(\.rawValue).joined(separator: " | ")) WORKLOAD NUMBER...", status: 64)
    }
    switch form {
    case .epollLoop: run(.byWaitAndNext { try EpollLoop() })
    case .handlers: run(.byHandlers { try EpollLoop() })
    case .closures: run(.byClosures { try EpollLoop() })
    case .uvLoop: run(.byWaitAndNext(takesTurns: true) { try UVLoop() })
    case .crossCheck: run(.byWaitAndNext(takesTurns: true) { try CheckedLoop(checkedConfiguration) })
    }
  }

  /// The default settings, with which a divergence is a failure.
  private static var checkedConfiguration: CheckedLoop.Configuration {
    var configuration = CheckedLoop.Configuration()
    configuration.divergenceHandler = { fail("\($0)") }
    return configuration
  }

  private static func run(_ offers: Offers) {
    let words = CommandLine.arguments.dropFirst(2)
    let (body, numbers) = Workload.chosen(by: words, from: offers.workloads, version: offers.version)
    do {
      try body(numbers)
    } catch {
      fail("\(error)")
    }
  }
}
