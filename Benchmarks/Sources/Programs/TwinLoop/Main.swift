import EpollCore
import UVBridge
import WorkloadSupport
import WorkloadTable

/// The workloads on the loops of this package: `with-twinloop LOOP WORKLOAD NUMBER...`.
@main
struct Main {
  /// What the workloads are written on.
  private enum Form: String, CaseIterable {
    case epollLoop = "epoll-loop"
    case handlers
    case closures
    case uvLoop = "uv-loop"
  }

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
    }
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
