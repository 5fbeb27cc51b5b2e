extension EventLoop where Self: ~Copyable {
  /// Makes a loop with the default configuration.
  ///
  /// - Throws: ``LoopError`` of operation `create`, as ``init(_:)`` does.
  @inlinable
  public init() throws(LoopError) {
    try self.init(Configuration())
  }

  /// The name and version of the backend, for those with a single profile.
  @inlinable
  public var identity: BackendIdentity { Self.identity }

  /// What the backend offers, for those with a single profile.
  @inlinable
  public var capabilities: Capabilities { Self.capabilities }

  /// Registers a descriptor level-triggered.
  ///
  /// - Throws: ``LoopError``, as ``register(_:for:trigger:)`` does.
  @inlinable
  public mutating func register(_ descriptor: CInt, for interest: Interest) throws(LoopError) -> Token {
    try register(descriptor, for: interest, trigger: .level)
  }

  /// Makes a registration level-triggered with this interest.
  ///
  /// - Throws: ``LoopError``, as ``modify(_:for:trigger:)`` does.
  @inlinable
  public mutating func modify(_ token: Token, for interest: Interest) throws(LoopError) {
    try modify(token, for: interest, trigger: .level)
  }

  /// Schedules one report after a time span from now.
  ///
  /// - Throws: ``LoopError``, as ``schedule(at:)`` does.
  @inlinable
  public mutating func schedule(after span: Duration) throws(LoopError) -> TimerToken {
    try schedule(at: now + span)
  }
}
