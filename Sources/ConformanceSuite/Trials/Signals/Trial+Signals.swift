extension Trial {
  /// The trials of the area `signals`.
  static let signals = [
    BadMask.trial, Interrupted.trial, ReadyBeforeSignal.trial, SignalStorm.trial,
  ]
}
