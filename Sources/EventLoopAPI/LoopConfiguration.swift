/// The settings that every backend understands.
public protocol LoopConfiguration: Sendable {
  /// Makes the default settings.
  init()

  /// The greatest number of readiness events in one batch, at least 1; the default is 256.
  var batchCapacity: Int { get set }
}
