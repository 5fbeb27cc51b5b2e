import UVBridge
import WorkloadSupport

/// The workloads on the libuv loop, by `wait` and `next`.
@main
struct Main {
  static func main() throws {
    support_raise_limit()
    switch CommandLine.arguments.dropFirst().first {
    case "version":
      print("libuv \(UVLoop.identity.version)")
    case "ping-pong":
      let numbers = numbers(3)
      try pingPong(pairs: numbers[0], active: numbers[1], events: numbers[2])
    case "churn":
      let numbers = numbers(2)
      try churn(numbers[0], pairs: numbers[1])
    default:
      support_usage("version | ping-pong PAIRS ACTIVE EVENTS | churn COUNT PAIRS")
    }
  }

  private static func numbers(_ count: Int) -> [Int] {
    var numbers = [UInt64](repeating: 0, count: count)
    support_numbers(CommandLine.argc, CommandLine.unsafeArgv, count, &numbers)
    return numbers.map(Int.init)
  }
}
