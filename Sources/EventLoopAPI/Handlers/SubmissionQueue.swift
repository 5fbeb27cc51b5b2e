internal import Synchronization

/// What other threads ask of a dispatcher: closures to run, in order, and a stop.
///
/// There is no lock, since Embedded Swift has none: whoever submits puts a link before the first one, and the
/// dispatcher takes all of them at once and turns their order round.
///
/// Safety: each link is owned by the place that points to it, as an unmanaged reference: by `newest`, by the
/// link before it, or by `first`. A thread that adds one owns it until its exchange has succeeded. Links
/// leave `newest` all together, by an exchange that leaves none behind, so that nobody reads one that another
/// thread releases. `first` and `last` are the dispatcher's alone. The dispatcher's end closes the queue,
/// which therefore owns nothing when it goes.
@usableFromInline
final class SubmissionQueue: @unchecked Sendable {
  /// The link that was added last, as an address; zero for none, and `closed` for ever after the end.
  private let newest = Atomic<UInt>(0)

  private let isStopRequested = Atomic(false)

  /// The first of the links that were collected, in the order in which they were added.
  private var first: Unmanaged<AnySubmission>?

  /// The last of them, if there is a first.
  private var last: Unmanaged<AnySubmission>?

  /// No address of an object.
  private static var closed: UInt { 1 }

  @usableFromInline
  init() {}

  /// Adds a link from any thread; false, with the link released, if the queue is closed.
  @usableFromInline
  func add(_ submission: AnySubmission) -> Bool {
    let link = Unmanaged.passRetained(submission)
    let address = UInt(bitPattern: link.toOpaque())
    var former = newest.load(ordering: .relaxed)
    while former != Self.closed {
      submission.next = Self.link(at: former)
      let (isExchanged, original) = newest.weakCompareExchange(
        expected: former, desired: address, successOrdering: .releasing, failureOrdering: .relaxed)
      if isExchanged { return true }
      former = original
    }
    submission.next = nil
    link.release()
    return false
  }

  /// Asks for a stop, from any thread.
  @usableFromInline
  func stop() {
    isStopRequested.store(true, ordering: .releasing)
  }

  /// Whether a stop was asked for since the last call.
  @usableFromInline
  func takeStop() -> Bool {
    isStopRequested.exchange(false, ordering: .acquiring)
  }

  /// Takes what was added since the last call, behind what is left from then.
  @usableFromInline
  func collect() {
    append(newest.exchange(0, ordering: .acquiring))
  }

  /// The first of those that were collected, which the queue then forgets.
  @usableFromInline
  func next() -> AnySubmission? {
    guard let submission = first?.takeRetainedValue() else { return nil }
    first = submission.next
    submission.next = nil
    return submission
  }

  /// Releases all that is left, and refuses what comes later.
  @usableFromInline
  func close() {
    append(newest.exchange(Self.closed, ordering: .acquiring))
    while next() != nil {}
  }

  /// Takes over links that begin with the one that was added last.
  private func append(_ address: UInt) {
    guard let newest = Self.link(at: address) else { return }
    var oldest = newest
    var later: Unmanaged<AnySubmission>?
    while true {
      let earlier = oldest._withUnsafeGuaranteedRef { $0.next }
      oldest._withUnsafeGuaranteedRef { $0.next = later }
      guard let earlier else { break }
      later = oldest
      oldest = earlier
    }
    if first == nil { first = oldest } else { last?._withUnsafeGuaranteedRef { $0.next = oldest } }
    last = newest
  }

  private static func link(at address: UInt) -> Unmanaged<AnySubmission>? {
    UnsafeRawPointer(bitPattern: address).map { Unmanaged.fromOpaque($0) }
  }
}
