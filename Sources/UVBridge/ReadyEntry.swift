public import EventLoopAPI

/// One readiness event of a batch, as it is to be told.
@usableFromInline
struct ReadyEntry: BitwiseCopyable {
  @usableFromInline var token: Token

  /// Empty once nobody is to be told, and at the mark behind the batch's last event.
  @usableFromInline var readiness: Readiness

  static var mark: ReadyEntry { ReadyEntry(token: Token(rawValue: 0), readiness: []) }
}
