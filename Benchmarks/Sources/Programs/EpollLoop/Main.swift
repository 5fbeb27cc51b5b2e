import EpollCore
import WorkloadSupport

/// The workloads on the native loop, by `wait` and `next`.
@main
struct Main {
  static func main() throws {
    support_raise_limit()
    switch CommandLine.arguments.dropFirst().first {
    case "version":
      print("EpollLoop, Linux \(EpollLoop.identity.version)")
    case "ping-pong":
      let numbers = numbers(3)
      try pingPong(pairs: numbers[0], active: numbers[1], events: numbers[2])
    case "churn":
      let numbers = numbers(2)
      try churn(numbers[0], pairs: numbers[1])
    case "ready":
      let numbers = numbers(3)
      try ready(numbers[0], of: numbers[1], events: numbers[2])
    case "timers":
      let numbers = numbers(2)
      try timers(numbers[0], cycles: UInt64(numbers[1]))
    default:
      support_usage(
        "version | ping-pong PAIRS ACTIVE EVENTS | churn COUNT PAIRS | ready READY REGISTERED EVENTS"
          + " | timers COUNT CYCLES")
    }
  }

  private static func numbers(_ count: Int) -> [Int] {
    var numbers = [UInt64](repeating: 0, count: count)
    support_numbers(CommandLine.argc, CommandLine.unsafeArgv, count, &numbers)
    return numbers.map(Int.init)
  }
}
