/// An epoll entry as it is now, for people to look at.
public struct ItemView: Hashable, Sendable {
  /// Its name, as in the journal.
  public var name: ItemName

  /// What its file is.
  public var kind: ModelFileKind

  /// What it is armed for, flags included; of a one-shot entry that was delivered the flags alone.
  public var events: EventMask

  /// Whether it is on the ready list.
  public var isListed: Bool

  /// Whether a wake may have come that the model cannot be sure of.
  public var isPossible: Bool

  /// Whether an exclusive entry before it in a queue has used up the last wake that it would have had.
  public var isSpared: Bool

  /// Whether its node in the tree is red.
  public var isRed: Bool

  /// The nodes above it in the tree; 0 for the root.
  public var depth: Int

  /// The node above it and its children, as indices into ``InstanceView/tree``; nil where there is none.
  public var parent: Int?

  /// The child before it.
  public var left: Int?

  /// The child after it.
  public var right: Int?

  /// The entry's data.
  public var data: UInt64 { name.data }
}

/// An epoll instance as it is now.
public struct InstanceView: Hashable, Sendable {
  /// The instance's number in the journal.
  public var number: Int

  /// Its open file's number.
  public var file: Int

  /// Its entries in the tree's order: by file, then by descriptor.
  public var tree: [ItemView]

  /// The ready list in its order, as indices into ``tree``.
  public var readyList: [Int]

  /// The threads that wait at it, in the order in which they will be woken.
  public var waitingThreads: [Int]
}
