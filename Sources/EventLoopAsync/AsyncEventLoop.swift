public import EventLoopAPI
internal import Synchronization

/// An event loop on a thread of its own, on which tasks wait by `await` and actors run.
///
/// ```swift
/// try await withEventLoop(EpollLoop.self) { loop in
///   _ = try await loop.readable(STDIN_FILENO)
///   …
/// }
/// ```
///
/// It is a task executor: `Task(executorPreference: loop)` and ``withEventLoop(_:_:_:)`` run tasks on the
/// loop's thread, where a wait costs no change of threads. An actor lives there if it gives the loop's
/// ``asUnownedSerialExecutor()`` as its `unownedExecutor`. Waits are legal from everywhere else too.
///
/// Jobs run one at a time in the order of their arrival, whatever their priority. After each event of the
/// loop, and once in every turn, at most 64 of them run, so that neither waits for the other for long.
///
/// A loop runs, and keeps itself alive, until ``shutdown()``.
///
/// It is unchecked because of what is confined to its thread, which `isOnThread` tells.
public final class AsyncEventLoop<Loop: EventLoop & ~Copyable>: @unchecked Sendable {
  /// The executor of the actors that live on this loop.
  ///
  /// It does not keep the loop alive: an actor holds the loop, not its executor alone.
  public let actorExecutor: ActorExecutor

  // MARK: Shared by all threads

  let inbox = Inbox()
  let waker: Loop.Waker
  let lastNumber = Atomic<Request.Number>(0)

  /// The thread that serves, or zero.
  let server = Atomic<UInt>(0)

  /// Taken by the call of ``shutdown()`` that joins the thread.
  let isJoined = Atomic<Bool>(false)

  /// Written before anybody else has the loop.
  nonisolated(unsafe) var thread: LoopThread?

  // MARK: Confined to the thread. No access lasts while jobs run, so none needs a check for exclusivity.

  /// Initialised until the loop has ended.
  ///
  /// Safety: allocated in `init` and freed in `deinit`; used on the thread alone while `ending` is nil.
  @exclusivity(unchecked) var loop: UnsafeMutablePointer<Loop>

  /// Whether a closure is looking at the loop, which must not change meanwhile.
  @exclusivity(unchecked) var isLent = false

  /// Why there is no loop any more, nil while there is one.
  @exclusivity(unchecked) var ending: AsyncLoopError?

  @exclusivity(unchecked) var jobs = JobQueue()
  @exclusivity(unchecked) var requests: [Request] = []

  /// By descriptor.
  @exclusivity(unchecked) var watches: [Watch] = []

  /// The descriptors, by the place of their token.
  @exclusivity(unchecked) var descriptors: [CInt] = []

  /// The descriptors that a wait relies on an earlier registration of, each once.
  @exclusivity(unchecked) var unconfirmed: [CInt] = []

  @exclusivity(unchecked) var sleepers = Sleepers()
  @exclusivity(unchecked) var awaitingEnd: [UnsafeContinuation<Void, Never>] = []

  /// Makes a loop and its thread, which runs until ``shutdown()``.
  ///
  /// - Throws: `LoopError` of operation `create`, as the loop's `init` does, and `EAGAIN` if the system
  ///   has no thread left.
  public init(_ configuration: Loop.Configuration = Loop.Configuration()) throws(LoopError) {
    let base = try Loop(configuration)
    waker = base.waker
    loop = .allocate(capacity: 1)
    loop.initialize(to: base)
    actorExecutor = ActorExecutor()
    actorExecutor.owner = self
    thread = try LoopThread { [self] in run() }
  }

  deinit {
    if ending == nil { loop.deinitialize(count: 1) }
    loop.deallocate()
  }
}
