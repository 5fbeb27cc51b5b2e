/// The name of an epoll entry in the journal and in views: which instance watches which file, under which
/// descriptor.
public struct ItemName: Hashable, Sendable {
  /// The instance, by its number in ``ModelKernel/instanceNumber(of:)``.
  public var instance: Int

  /// The open file, by its number in ``ModelKernel/fileNumber(of:)``.
  public var file: Int

  /// The descriptor that the entry was added with; it need not be open any more.
  public var descriptor: CInt

  /// The entry's data.
  public var data: UInt64
}

/// Something that happened inside a call.
public enum JournalEntry: Hashable, Sendable {
  /// A wait queue was woken.
  ///
  /// An empty key stands for every condition.
  case wake(queue: QueueName, key: EventMask)

  /// An item's callback ran (`ep_poll_callback`).
  case callback(ItemName, CallbackOutcome)

  /// An item was found ready when it was added or modified, and joined the ready list.
  case listed(ItemName, mask: EventMask)

  /// An item's file was polled for delivery, with this result among the conditions asked for.
  case polled(ItemName, mask: EventMask)

  /// An event was delivered.
  case delivered(ItemName, mask: EventMask)

  /// A level-triggered item went back to the tail of the ready list.
  case putBack(ItemName)

  /// A one-shot item was disarmed.
  case disarmed(ItemName)

  /// An item that is not ready any more was taken off the ready list.
  case dropped(ItemName)

  /// A thread that waits was woken.
  case waiterWoken(thread: Int, instance: Int)

  /// The last descriptor of an open file was closed, and so the item removed.
  case removed(ItemName)

  /// A wake of this item may or may not come in the kernel.
  case possible(ItemName)
}

/// What an item's callback did.
public enum CallbackOutcome: Hashable, Sendable {
  /// The item joined the ready list.
  case joined
  /// It is on the ready list already.
  case alreadyListed
  /// It was delivered once and is not armed.
  case disarmed
  /// The key has none of the conditions asked for.
  case keyDoesNotMatch
}

/// The name of a wait queue.
public struct QueueName: Hashable, Sendable {
  /// The queues that files have.
  public enum Role: UInt8, Hashable, Sendable {
    /// The only queue of a file, for all conditions.
    case all
    /// Those who wait to read.
    case readers
    /// Those who wait to write.
    case writers
    /// Threads in epoll_wait(2).
    case waiters
    /// Those who poll an epoll instance.
    case pollers
  }

  /// The object that has the queue, by its number among the objects of its kind; nil for the signals' queue.
  public var object: Int?

  /// Its kind.
  public var kind: ModelFileKind

  /// Which of its queues.
  public var role: Role
}
