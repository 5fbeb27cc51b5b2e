/// One workload with its numbers; its length is given when it is run.
public struct Workload: Hashable, Sendable {
  /// The name by which the programs know it.
  public let name: String

  /// The numbers that come before the length.
  public let numbers: [Int]

  private init(_ name: String, _ numbers: Int...) {
    self.name = name
    self.numbers = numbers
  }

  /// The command line of a run.
  public func arguments(length: Int) -> [String] {
    [name] + (numbers + [length]).map(String.init)
  }
}

extension Workload {
  /// Bytes going to and fro in some of the pairs of unix-stream sockets; the length is in events.
  public static func pingPong(pairs: Int, active: Int) -> Workload {
    Workload("ping-pong", pairs, active)
  }

  /// Eventfds that are ready and stay so, among others that are not; the length is in events.
  public static func ready(_ ready: Int, of registered: Int) -> Workload {
    Workload("ready", ready, registered)
  }

  /// Descriptors added and removed; the length is in pairs of both.
  public static func churn(descriptors: Int) -> Workload {
    Workload("churn", descriptors)
  }

  /// Descriptors whose interest changes; the length is in changes.
  public static func masks(descriptors: Int) -> Workload {
    Workload("masks", descriptors)
  }

  /// Timers started, half of them cancelled, the rest fired; the length is in repetitions.
  public static func timers(_ count: Int) -> Workload {
    Workload("timers", count)
  }

  /// Two loops on two threads that wake each other in turn; the length is in round trips.
  public static let wakeRoundTrip = Workload("wake-round-trip")

  /// Threads that wake one loop; the length is in wakes.
  public static func wakeStorm(threads: Int) -> Workload {
    Workload("wake-storm", threads)
  }

  /// 100 bytes read 50 at a time, `level`, `edge` or `one-shot`; the length is in messages.
  public static func trigger(_ mode: String) -> Workload {
    Workload(mode)
  }

  /// What a registration takes in memory; the length is their number.
  public static let registrationMemory = Workload("memory-registrations")

  /// What a timer takes in memory; the length is their number.
  public static let timerMemory = Workload("memory-timers")
}
