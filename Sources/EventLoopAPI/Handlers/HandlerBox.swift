/// A registration's handler, in an object so that it can be called without being copied, and so counted.
@usableFromInline
final class HandlerBox<Loop: EventLoop & ~Copyable> {
  /// Never assigned again: it lives for as long as the box.
  @usableFromInline let handler: Dispatcher<Loop>.ReadinessHandler

  /// The next box in the list of those that wait for the end of the turn.
  @exclusivity(unchecked) @usableFromInline var nextRetired: Unmanaged<HandlerBox<Loop>>?

  @inlinable
  init(_ handler: @escaping Dispatcher<Loop>.ReadinessHandler) {
    self.handler = handler
  }
}
