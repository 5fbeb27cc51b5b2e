internal import WorkloadSupport

/// Threads that wake a loop; there is one storm in a process.
public enum Storm {
  /// Takes the time and lets threads call a closure, so often in all, each as often as the others.
  public static func start(threads: Int, wakes: Int, wake: @escaping @Sendable () -> Void) {
    // Safety: never freed, so that it outlives the threads.
    let context = UnsafeMutablePointer<@Sendable () -> Void>.allocate(capacity: 1)
    context.initialize(to: wake)
    support_storm_start(
      UInt64(threads), UInt64(wakes),
      { $0?.assumingMemoryBound(to: (@Sendable () -> Void).self).pointee() }, context)
  }

  /// Whether the last wake has been called for; to be asked after each wake.
  public static var isOver: Bool { support_storm_is_over() != 0 }

  /// Waits for the threads' ends, and prints the result.
  public static func report() {
    support_storm_report()
  }
}
