/// A step of a scenario's file of which the model says something else than what is written there.
public struct ModelConflict: Codable, Hashable, Sendable {
  /// Which of the two is wrong.
  public enum Blame: String, Codable, Hashable, Sendable {
    /// The kernel does as the model says.
    case file

    /// The kernel does as the file says.
    case model

    /// The kernel does neither.
    case both

    /// The kernel could not be asked.
    case undecided
  }

  /// The scenario's id.
  public var scenario: String

  /// The step's number, from 1.
  public var step: Int

  /// Its line in the scenario's file.
  public var line: Int

  /// The step as written.
  public var text: String

  /// What the file says that Linux gives.
  public var written: String

  /// What the model says, absent if it says that the step is not done.
  public var predicted: String?

  /// What Linux was seen to give, if it could be asked.
  public var observed: String?

  /// Which of the two is wrong.
  public var blame = Blame.undecided

  /// Lays a conflict before the kernel.
  ///
  /// - Parameter observed: what the kernel did in the step; nil if it was not done.
  mutating func decide(by observed: String?, of action: Action) {
    self.observed = observed
    if isSame(observed, predicted, action) {
      blame = .file
    } else {
      blame = isSame(observed, written, action) ? .model : .both
    }
  }

  private func isSame(_ observed: String?, _ other: String?, _ action: Action) -> Bool {
    guard let observed, let other else { return observed == nil && other == nil }
    return Outcome(text: observed).isSame(as: Outcome(text: other), after: action)
  }
}

extension Outcome {
  /// Whether two outcomes of a step are the same; what several batches taken together tell has no order.
  func isSame(as other: Outcome, after action: Action) -> Bool {
    if case .collect = action { return items.sorted() == other.items.sorted() }
    return self == other
  }
}
