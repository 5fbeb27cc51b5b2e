public import EventLoopAPI

/// The settings of a ``TracingLoop``: those of its loop, and how much is recorded.
public struct TracingConfiguration<Base: LoopConfiguration>: LoopConfiguration {
  /// The settings of the loop that is traced.
  public var base = Base()

  /// How many records there is room for, 1 to 100,000,000, of 40 bytes each; the default is 65,536.
  ///
  /// An operation or an event takes one, and so does a change of what a registered descriptor has to offer.
  /// When they are used up no more is recorded: a trace without its beginning could not be replayed.
  public var recordCapacity = 65_536 {
    didSet {
      precondition((1...100_000_000).contains(recordCapacity), "recordCapacity must be 1 to 100,000,000")
    }
  }

  /// Makes the default settings.
  public init() {}

  /// The greatest number of readiness events in one of the loop's batches.
  public var batchCapacity: Int {
    get { base.batchCapacity }
    set { base.batchCapacity = newValue }
  }
}
