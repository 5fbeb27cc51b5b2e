internal import EventLoopAPI

/// An event of the primary that the application has still to read.
@usableFromInline
struct BatchEntry: BitwiseCopyable {
  @usableFromInline var token: Token

  /// What the primary told, by the interest of that time.
  @usableFromInline var found: Readiness

  /// The place of its registration, or none.
  @usableFromInline var index: UInt32

  @inlinable
  init(token: Token, found: Readiness, index: UInt32) {
    self.token = token
    self.found = found
    self.index = index
  }
}
