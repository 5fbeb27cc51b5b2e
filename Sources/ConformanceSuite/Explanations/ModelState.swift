/// The model after a step, by the scenario's names; its coding is part of docs/explain.md.
public struct ModelState: Codable, Hashable, Sendable {
  /// An epoll instance.
  public struct Instance: Codable, Hashable, Sendable {
    /// The epoll object's name, or `second` for the second loop's instance; nil for the loop's own.
    public var name: String?

    /// The entries in the tree's order.
    public var tree: [Item]

    /// The names of the entries on the ready list, in its order.
    public var ready: [String]
  }

  /// An entry of an instance's tree.
  public struct Item: Codable, Hashable, Sendable {
    /// The object's name.
    public var name: String

    /// The conditions that it is armed for, hangup and error among them; none if it is disarmed.
    public var armed: [String]

    /// Its flags: `edge`, `oneShot`, `exclusive`, `wakeUp`; none for level.
    public var trigger: [String]

    /// The colour of its node, `red` or `black`.
    public var colour: String

    /// The place in ``Instance/tree`` of the node above it.
    public var parent: Int?

    /// The place of its child before it.
    public var left: Int?

    /// The place of its child after it.
    public var right: Int?

    /// Whether the number that it was added with is closed, or another file's by now.
    public var isGhost: Bool
  }

  /// An open file that some instance watches.
  public struct File: Codable, Hashable, Sendable {
    /// The names of its descriptors.
    public var names: [String]

    /// Its state in words and numbers.
    public var state: String

    /// What holds of it, asked for or not.
    public var readiness: [String]

    /// Its wait queues.
    public var queues: [Queue]
  }

  /// A wait queue.
  public struct Queue: Codable, Hashable, Sendable {
    /// What for: `all`, `readers`, `writers`, `pollers`.
    public var role: String

    /// The entries in it, in the order in which they are called.
    public var waiting: [Waiting]
  }

  /// An entry in a wait queue.
  public struct Waiting: Codable, Hashable, Sendable {
    /// The epoll object that the entry belongs to, or `second`; nil for the loop's own instance.
    public var instance: String?

    /// The entry's name.
    public var item: String

    /// Whether it uses up a wake.
    public var isExclusive: Bool
  }

  /// A pending timer.
  public struct Timer: Codable, Hashable, Sendable {
    /// Its name.
    public var name: String

    /// `second` if it is the second loop's; nil for the first's.
    public var loop: String?

    /// When it is due, in microseconds from the start.
    public var microseconds: Int
  }

  /// The instances: the loop's own first, then the second loop's, then the epoll objects.
  public var instances: [Instance]

  /// The files that they watch.
  public var files: [File]

  /// The timers loop by loop, in the order in which they were scheduled.
  public var timers: [Timer]

  /// Whether the loop's next wait will tell a wake.
  public var wakeIsWanted: Bool

  /// Whether the second loop's next wait will tell one; nil without a second loop.
  public var secondWakeIsWanted: Bool?
}
