internal import Foundation

/// Sees that a process sleeps in a loop's wait and that nothing wakes it: a program that hangs need not use
/// up the whole time that a slow one is given.
///
/// A thread that a timer, a signal or a descriptor has woken is runnable, or has been counted as one that
/// went to sleep once more, however busy the machine is.
struct SleepWatch {
  /// How long all threads must have slept on end: ten times as long as any wait of a generated program that
  /// its own limit or a timer ends.
  private static let span = Duration.milliseconds(100)

  private let process: pid_t
  private var sleeps: [ObservedThread: Int]?
  private var since = ContinuousClock.now

  init(_ process: pid_t) {
    self.process = process
  }

  /// Whether all threads have slept since an earlier call that is the span ago.
  mutating func isAsleepForGood() -> Bool {
    let seen = sleepers()
    guard let seen, seen == sleeps else {
      sleeps = seen
      since = .now
      return false
    }
    return ContinuousClock.now - since >= Self.span
  }

  /// How often each thread has gone to sleep; nil if one is not in a wait, or there is none.
  private func sleepers() -> [ObservedThread: Int]? {
    let numbers = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
    var sleeps: [ObservedThread: Int] = [:]
    for number in numbers.compactMap({ CInt($0) }) {
      let thread = ObservedThread(process: process, number: number)
      guard thread.isAsleep, let count = thread.sleeps else { return nil }
      sleeps[thread] = count
    }
    return sleeps.isEmpty ? nil : sleeps
  }
}
