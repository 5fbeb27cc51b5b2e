/// The handler of a registration or a timer, at an address that stays the same as long as it may be called.
@usableFromInline
struct HandlerCell<Handler: EventHandler & ~Copyable>: ~Copyable {
  /// The raw value of the registration's token; zero with a timer, whose slot knows its token.
  @usableFromInline let token: UInt64

  /// Called here, and so never assigned again.
  @usableFromInline let handler: Handler

  /// The next cell in the list of those that wait for the end of the turn.
  @usableFromInline var nextRetired: UnsafeMutablePointer<HandlerCell>?

  @inlinable
  init(_ token: UInt64, _ handler: consuming Handler) {
    self.token = token
    self.handler = handler
  }
}
