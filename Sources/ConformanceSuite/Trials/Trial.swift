/// A scenario in Swift, for what a file cannot say: threads, races, processes, and the kernel's own calls.
///
/// It has an id, a purpose and citations as a ``Scenario`` has, runs in a worker as one does, and its steps
/// are
/// reported alike. What it expects is written in it, as a set of outcomes where the order of things is open.
public struct Trial: Sendable {
  /// Its name in the catalogue, such as `threads/modify-wakes-a-waiter`.
  public let id: String

  /// What it shows, in one sentence.
  public let purpose: String

  /// Where the behaviour is written.
  public let citations: [String]

  /// The features that a backend must have to run it, by the names of capabilities.
  public let needs: [String]

  let subject: Subject

  /// What is tried.
  enum Subject: Sendable {
    /// A loop, so that it runs on each backend.
    case loop(any LoopTrial.Type)

    /// The kernel's own calls, so that it runs once, whatever the backends.
    case kernel(any KernelTrial.Type)
  }

  init(
    _ id: String, _ purpose: String, cites: [String], needs: [String] = [], _ subject: Subject
  ) {
    self.id = id
    self.purpose = purpose
    citations = cites
    self.needs = needs
    self.subject = subject
  }

  /// Whether it is about the kernel's own calls, with no loop between.
  public var isOfKernel: Bool {
    switch subject {
    case .loop: false
    case .kernel: true
    }
  }

  /// The first part of the id.
  public var area: String { id.split(separator: "/").first.map(String.init) ?? id }
}

extension Trial {
  /// All trials, in the order of their ids.
  static let all =
    (creation + control + waiting + signals + level + hangup + nested + threads + exclusive + processes
    + timers
    + wakes)
    .sorted { $0.id < $1.id }
}
