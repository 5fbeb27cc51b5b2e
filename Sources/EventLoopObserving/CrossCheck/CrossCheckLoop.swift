public import EventLoopAPI

/// A loop that drives the application with one backend while another one watches the same descriptors.
///
/// ```swift
/// var loop = try CrossCheckLoop<EpollLoop, UVLoop>()
/// …                                                    // any application, unchanged
/// for divergence in loop.divergences { print(divergence) }
/// ```
///
/// To the application it is the primary: tokens, events, refusals, timers and wakes are the primary's. The
/// shadow has the same registrations, and after each wait of the primary it is looked at without blocking,
/// before the application reads an event. What the two told is compared there and then. They cannot look at
/// the same instant, so a difference is looked at again, and poll(2) is asked, before it counts as a
/// ``Divergence``. The rule is in DESIGN.md, section "Observing a loop in use".
///
/// It never blocks for longer than the primary but to settle a disagreement, and then for no longer than
/// ``CrossCheckConfiguration/patience``. What fails in the shadow never fails the application.
public struct CrossCheckLoop<Primary: EventLoop & ~Copyable, Shadow: EventLoop & ~Copyable>:
  EventLoop, ~Copyable
{
  /// The primary's handle.
  public typealias Waker = Primary.Waker

  /// The settings of both loops, and of how they are compared.
  public typealias Configuration = CrossCheckConfiguration<Primary.Configuration, Shadow.Configuration>

  /// The loop that drives the application, and the one that watches.
  @usableFromInline var primary: Primary
  @usableFromInline var shadow: Shadow

  @usableFromInline let sampling: CrossCheckSampling
  let patience: Duration
  @usableFromInline let capacity: Int
  @usableFromInline let shadowCapacity: Int

  /// The conditions that both loops can tell.
  @usableFromInline let comparedFlags: Readiness

  @usableFromInline var table = WatchTable()

  /// The readiness of the batch in hand where it was compared, and how much of it is read.
  @usableFromInline var entries: [BatchEntry] = []
  @usableFromInline var position = 0

  /// The timer or wake that was met behind it, and the first deadline of that time.
  @usableFromInline var held: Event?
  @usableFromInline var heldDeadline: Instant?

  /// Whether the primary's batch was read to its end, so that its next wait is a look at the kernel.
  @usableFromInline var isReadToEnd = true

  /// How many registrations have a report too many to come, and how many reports were dropped.
  @usableFromInline var dropCount = 0
  @usableFromInline var dropped: UInt64 = 0

  /// The number of the wait, and how many there are to the next that is compared.
  @usableFromInline var waitNumber: UInt64 = 0
  @usableFromInline var waitsToComparison: UInt64 = 1

  /// Whether there were waits since the last comparison.
  @usableFromInline var hasSkippedWaits = false

  /// Whether the shadow told an edge that the primary may have told in one of them; whether the next wait is
  /// looked at to find out, and how many were since.
  var hasDoubtedEdge = false
  @usableFromInline var followsEdges = false
  var followed: UInt64 = 0

  /// The numbers of the comparison, of the look at the shadow and of the shadow's batch.
  @usableFromInline var round: UInt64 = 0
  @usableFromInline var look: UInt64 = 0
  @usableFromInline var shadowBatch: UInt64 = 0

  /// The primary's looks that left nothing ready untold.
  @usableFromInline var completeLooks: UInt64 = 0

  /// The registrations that the shadow told of in this comparison.
  @usableFromInline var touched: [UInt32] = []

  /// What the shadow told and the kernel denied, and what it told one look too late.
  @usableFromInline var inventions = Suspicion()
  @usableFromInline var delays = Suspicion()

  /// The registrations of which the primary owes a report.
  var owing: [UInt32] = []

  /// How often the loops had been made anew when that was last asked, in which comparison that was, and
  /// whether it had become more.
  var knownRebuilds: UInt64 = 0
  var rebuildsRound: UInt64 = 0
  var hasRebuilt = false

  /// The shadow's last report of a registration that there is not.
  var lastStranger: Token?

  /// The code that the shadow's last wait was refused with.
  var lastFailure: ErrorCode?

  var registrationNumber: UInt64 = 0
  @usableFromInline var counts = CrossCheckCounts()
  var ring: DivergenceRing
  let divergenceHandler: (@Sendable (Divergence) -> Void)?

  /// Makes both loops with nothing registered.
  ///
  /// - Throws: `LoopError` of operation `create`, whichever loop is refused.
  public init(_ configuration: Configuration) throws(LoopError) {
    let primary = try Primary(configuration.primary)
    let shadow = try Shadow(configuration.shadow)
    comparedFlags = Readiness.told(by: primary.capabilities).intersection(.told(by: shadow.capabilities))
    self.primary = primary
    self.shadow = shadow
    sampling = configuration.sampling
    patience = configuration.patience
    capacity = configuration.primary.batchCapacity
    shadowCapacity = configuration.shadow.batchCapacity
    ring = DivergenceRing(capacity: configuration.divergenceCapacity)
    divergenceHandler = configuration.divergenceHandler
    waitsToComparison = sampling.waits
    entries.reserveCapacity(min(capacity, 256))
    touched.reserveCapacity(min(shadowCapacity, 256))
  }
}

extension Readiness {
  /// The conditions that a loop tells apart.
  fileprivate static func told(by capabilities: Capabilities) -> Readiness {
    var result: Readiness = [.readable, .writable]
    if capabilities.priority != .absent { result.insert(.priority) }
    if capabilities.peerClosed != .absent { result.insert(.peerClosed) }
    if capabilities.error != .absent { result.insert(.error) }
    if capabilities.hangup != .absent { result.insert(.hangup) }
    return result
  }
}
