internal import WorkloadSupport

/// Threads that wake a loop; there is one storm in a process.
public enum Storm {
  /// Takes the time and lets threads call a closure, so often in all, each as often as the others.
  public static func start(threads: Int, wakes: Int, wake: @escaping @Sendable () -> Void) {
    let call = Unmanaged.passRetained(Call(wake))
    support_storm_start(UInt64(threads), UInt64(wakes), { Call.make($0) }, call.toOpaque())
  }

  /// Whether the last wake has been called for; to be asked after each wake.
  public static var isOver: Bool { support_storm_is_over() != 0 }

  /// Waits for the threads' ends, and prints the result.
  public static func report() {
    support_storm_report()
  }

  /// What the threads call, without counting references.
  private final class Call: Sendable {
    private let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
      self.body = body
    }

    /// Safety: the pointer is the call that was retained, for good, when the storm began.
    static func make(_ pointer: UnsafeMutableRawPointer?) {
      guard let pointer else { return }
      Unmanaged<Call>.fromOpaque(pointer)._withUnsafeGuaranteedRef { $0.body() }
    }
  }
}
