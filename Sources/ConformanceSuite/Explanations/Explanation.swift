/// A scenario step by step: what the model allows, what each backend reported, and why.
///
/// Its coding is part of docs/explain.md.
public struct Explanation: Codable, Hashable, Sendable {
  /// The scenario's id.
  public var scenario: String

  /// What it shows.
  public var purpose: String

  /// Where the behaviour is written.
  public var cites: [String]

  /// What became of it on each backend that can be started.
  public var results: [Result]

  /// The steps in the order of the file.
  public var steps: [StepExplanation]

  /// A backend's answer to the scenario as a whole.
  public struct Result: Codable, Hashable, Sendable {
    /// The backend's name.
    public var backend: String

    /// The verdict.
    public var verdict: Verdict

    /// What differs, in the form in which a ledger declares it.
    public var differences: [String]

    /// Why it differs or could not run; absent if there is nothing to say.
    public var reason: String?
  }
}

/// One step of an explanation.
public struct StepExplanation: Codable, Hashable, Sendable {
  /// The step's number, from 1.
  public var number: Int

  /// Its line in the scenario's file.
  public var line: Int

  /// The step as written.
  public var text: String

  /// The number of the wait in which it was done; absent if it was done in its turn, or never.
  public var doneIn: Int?

  /// What the model allows, first what Linux gives; empty if the step is not done.
  public var allowed: [String]

  /// Whether the readiness events of these may come in any order.
  public var anyOrder: Bool

  /// What the file says that Linux gives, if the model says something else; absent otherwise.
  public var written: String?

  /// What each backend reported that did the step.
  public var observed: [Observation]

  /// Why, in a plain sentence; absent if the step is nothing to epoll.
  public var why: String?

  /// What happened inside the model.
  public var journal: [JournalLine]

  /// What it cost the model's instances; absent for a step that is not done.
  public var cost: StepCost?

  /// The model after the step; absent for a step that was done in another one.
  public var state: ModelState?

  /// What one backend reported of a step.
  public struct Observation: Codable, Hashable, Sendable {
    /// The backend's name.
    public var backend: String

    /// What was seen.
    public var outcome: String

    /// How it stands to the model: `linux`, `permitted` or `different`.
    public var standing: String

    /// What it is permitted by, as in reports; absent if it is not, or need not be.
    public var freedom: String?
  }
}

/// One thing that happened inside the model.
public struct JournalLine: Codable, Hashable, Sendable {
  /// What: `wake`, `callback`, `listed`, `polled`, `delivered`, `putBack`, `disarmed`, `dropped`, `removed`
  /// or `possible`.
  public var event: String

  /// The epoll object that the entry belongs to; absent for the loop's own instance, and for wakes.
  public var instance: String?

  /// The entry, or for a wake the object that has the queue.
  public var name: String

  /// The conditions of a key or a mask; absent where there is none, empty for every condition.
  public var conditions: [String]?

  /// What a callback did: `joined`, `alreadyListed`, `disarmed` or `keyDoesNotMatch`.
  public var outcome: String?
}
