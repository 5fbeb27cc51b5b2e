/// A closure in a queue of submissions; without its type, which the queue need not know.
@usableFromInline
class AnySubmission {
  /// The next one of the list, which is owned by it.
  final var next: Unmanaged<AnySubmission>?

  @usableFromInline
  init() {}
}

/// A closure that waits to be run by a dispatcher.
@usableFromInline
final class Submission<Loop: EventLoop & ~Copyable, Handler: EventHandler & ~Copyable>: AnySubmission {
  @usableFromInline let body: DispatcherRemote<Loop, Handler>.Body

  @inlinable
  init(_ body: @escaping DispatcherRemote<Loop, Handler>.Body) {
    self.body = body
    super.init()
  }
}
