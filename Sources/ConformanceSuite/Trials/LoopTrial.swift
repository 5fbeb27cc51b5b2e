internal import EventLoopAPI

/// A trial of a loop.
protocol LoopTrial: SendableMetatype {
  /// What it is called, shows and cites.
  static var trial: Trial { get }

  /// Tries loops of a type, and writes down what was done and seen.
  ///
  /// - Parameters:
  ///   - type: the type of the loops; it makes as many as it needs.
  ///   - configuration: what to make them with.
  ///   - log: where each thing that is done or seen is written.
  /// - Throws: whatever was refused that should not have been; the report then says so.
  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws
}
