import Foundation
import Measuring

/// What is being measured and how much time is left, on a terminal only.
final class TimedProgress {
  /// The number of all steps.
  var total = 0

  private var number = 0
  private let progress = Progress()
  private let start = ContinuousClock.now

  /// Shows the step that comes next.
  func show(_ step: String) {
    progress.show("\(number + 1) of \(total)\(timeLeft): \(step)")
    number += 1
  }

  /// Removes what was shown.
  func end() {
    progress.end()
  }

  /// What the steps so far took on average tells what the others will take; not known at first.
  private var timeLeft: String {
    guard number >= 20 else { return "" }
    let passed = ContinuousClock.now - start
    let left = passed / number * (total - number)
    let minutes = Int((Double(left.components.seconds) / 60).rounded(.up))
    return minutes <= 1 ? ", less than a minute left" : ", about \(minutes) minutes left"
  }
}
