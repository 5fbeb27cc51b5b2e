import Measuring

/// The greatest ratios that are allowed.
enum Limits {
  /// Instructions of one event of the ping-pong, to the reference's.
  static func pingPongInstructions(_ implementation: Implementation) -> Double? {
    switch implementation {
    case .epollLoop: 1.0
    case .handlers: 1.2
    case .uvLoop: 1.5
    default: nil
    }
  }

  /// Instructions of registering and deregistering, to the reference's.
  static func churnInstructions(_ implementation: Implementation) -> Double? {
    implementation == .epollLoop ? 1.3 : nil
  }

  /// Time of one event of the ping-pong, to the reference's.
  static func pingPongTime(_ implementation: Implementation) -> Double? {
    switch implementation {
    case .epollLoop: 1.02
    case .uvLoop: 1.03
    default: nil
    }
  }

  /// Cost of one event, whatever number is registered, to that of the cheapest number.
  static let growth = 1.05

  /// Time of starting, cancelling and firing a timer, to the best of the other libraries.
  static let timers = 1.0
}
