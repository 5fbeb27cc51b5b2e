/// One workload with its numbers; its length is given when it is run.
public struct Workload: Hashable, Sendable {
  /// The name by which the programs know it.
  public let name: String

  /// The numbers that come before the length.
  public let numbers: [Int]

  /// Bytes going to and fro in some of the pairs of unix-stream sockets; the length is in events.
  public static func pingPong(pairs: Int, active: Int) -> Workload {
    Workload(name: "ping-pong", numbers: [pairs, active])
  }

  /// Descriptors added and removed; the length is in pairs of both.
  public static func churn(descriptors: Int) -> Workload {
    Workload(name: "churn", numbers: [descriptors])
  }

  /// Eventfds that are ready and stay so, among others that are not; the length is in events.
  public static func ready(_ ready: Int, of registered: Int) -> Workload {
    Workload(name: "ready", numbers: [ready, registered])
  }

  /// Timers started, half of them cancelled, the rest fired; the length is in repetitions.
  public static func timers(_ count: Int) -> Workload {
    Workload(name: "timers", numbers: [count])
  }

  /// The command line of a run.
  public func arguments(length: Int) -> [String] {
    [name] + (numbers + [length]).map(String.init)
  }
}
