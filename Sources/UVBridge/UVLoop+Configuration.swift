public import EventLoopAPI

extension UVLoop {
  /// How much of the contract a loop honours.
  public enum Profile: String, Hashable, Sendable, CaseIterable {
    /// The whole contract, with what libuv lacks supplied beside it.
    case bridged

    /// What libuv does by itself, shown through the same protocol.
    case raw
  }

  /// The settings of a libuv loop.
  public struct Configuration: LoopConfiguration {
    /// The greatest number of readiness events in one batch, 1 to 1,000,000; the default is 256.
    ///
    /// The raw profile has no such limit: it hands on all that one turn of libuv reports.
    public var batchCapacity = 256 {
      didSet { precondition((1...1_000_000).contains(batchCapacity), "batchCapacity must be 1 to 1,000,000") }
    }

    /// How much of the contract the loop honours; the default is all of it.
    public var profile = Profile.bridged

    /// Makes the default settings.
    public init() {}

    /// Makes the default settings of a profile.
    public init(profile: Profile) {
      self.profile = profile
    }
  }
}
