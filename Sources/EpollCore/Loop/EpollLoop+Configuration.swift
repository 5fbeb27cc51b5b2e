public import EventLoopAPI

extension EpollLoop {
  /// The settings of a native loop.
  public struct Configuration: LoopConfiguration {
    /// The greatest number of readiness events in one batch, 1 to 1,000,000; the default is 256.
    ///
    /// A wake takes the place of one of them.
    public var batchCapacity = 256 {
      didSet { precondition((1...1_000_000).contains(batchCapacity), "batchCapacity must be 1 to 1,000,000") }
    }

    /// Makes the default settings.
    public init() {}

    /// Makes the default settings but for the greatest number of readiness events in one batch.
    public init(batchCapacity: Int) {
      self.init()
      self.batchCapacity = batchCapacity
    }
  }
}
