extension Fault {
  /// What a group of faults is about, and what each of them does, in a sentence.
  package struct Topic: Sendable {
    /// What they are about.
    package let title: String

    /// The catalogue's areas that are about it too, which are tried first.
    package let areas: [String]

    /// Whether it takes loops on several threads, or processes, to see them.
    package let isBeyondPrograms: Bool

    /// The faults with what the loop does.
    package let faults: KeyValuePairs<Fault, String>

    init(
      _ title: String, areas: [String], isBeyondPrograms: Bool = false, _ faults: KeyValuePairs<Fault, String>
    ) {
      self.title = title
      self.areas = areas
      self.isBeyondPrograms = isBeyondPrograms
      self.faults = faults
    }
  }

  /// All groups; each fault is in one of them.
  package static let topics = [
    batches, fairness, flags, triggers, registering, nesting, lifetime, timers, waiting, loops,
    threads,
  ]

  /// The id by which commands and reports know it.
  package var id: String { rawValue }

  /// What a loop with this fault does.
  package var description: String { place.description }

  /// The group that it is in.
  package var topic: Topic { place.topic }

  private var place: (topic: Topic, description: String) {
    for topic in Self.topics {
      for (fault, description) in topic.faults where fault == self { return (topic, description) }
    }
    preconditionFailure("each fault is in a topic")
  }
}
