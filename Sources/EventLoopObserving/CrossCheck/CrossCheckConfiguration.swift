public import EventLoopAPI

/// The settings of a ``CrossCheckLoop``: those of its two loops, and how closely the one watches the other.
public struct CrossCheckConfiguration<Primary: LoopConfiguration, Shadow: LoopConfiguration>:
  LoopConfiguration
{
  /// The settings of the loop that drives the application.
  public var primary = Primary()

  /// The settings of the loop that watches.
  ///
  /// Its batches need not be as small as the primary's: it is looked at until there is nothing left.
  public var shadow = Shadow()

  /// What is looked at by both loops; the default is everything.
  public var sampling = CrossCheckSampling()

  /// How long a disagreement must last, looked at again and again, before it counts; the default is 100 ms.
  ///
  /// For what the shadow does not tell the loop blocks for that time, and at the second divergence for half
  /// of it, at the third for a third. Two loops that are right disagree for microseconds, and longer only
  /// where a thread that writes has lost the processor between what it writes and its saying so: no
  /// disagreement that lasts counts wrongly if no thread loses it for longer than this.
  public var patience = Duration.milliseconds(100)

  /// How many divergences are kept, 1 to 1,000,000, the newest ones; the default is 256.
  public var divergenceCapacity = 256 {
    didSet {
      precondition((1...1_000_000).contains(divergenceCapacity), "divergenceCapacity must be 1 to 1,000,000")
    }
  }

  /// Is called for each divergence, in the call that has found it, on the thread of the loop.
  public var divergenceHandler: (@Sendable (Divergence) -> Void)?

  /// Makes the default settings.
  public init() {}

  /// Makes the default settings but for what is looked at by both loops.
  public init(sampling: CrossCheckSampling) {
    self.sampling = sampling
  }

  /// The greatest number of readiness events in one of the primary's batches.
  public var batchCapacity: Int {
    get { primary.batchCapacity }
    set { primary.batchCapacity = newValue }
  }
}
