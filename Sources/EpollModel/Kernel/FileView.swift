/// An open file as it is now, for people to look at.
public struct FileView: Hashable, Sendable {
  /// One who waits in a queue.
  public enum Waiting: Hashable, Sendable {
    /// An epoll entry; an exclusive one uses up a wake.
    case item(ItemName, isExclusive: Bool)
    /// A thread in epoll_wait(2).
    case thread(Int)
  }

  /// A wait queue, with those who wait in the order in which they are woken.
  public struct Queue: Hashable, Sendable {
    /// Whose queue it is, and which.
    public var name: QueueName

    /// Those who wait.
    public var waiting: [Waiting]
  }

  /// The file's number in the journal.
  public var number: Int

  /// What it is.
  public var kind: ModelFileKind

  /// The open descriptors that refer to it, in ascending order.
  public var descriptors: [CInt]

  /// Its state in words and numbers, such as `100 bytes in 1 of 16 pages`.
  public var state: String

  /// What holds of it, asked for or not.
  public var readiness: EventMask

  /// The queues that its poll adds to.
  public var queues: [Queue]
}
