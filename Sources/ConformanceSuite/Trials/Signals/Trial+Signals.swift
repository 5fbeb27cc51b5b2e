extension Trial {
  /// The trials of the area `signals`.
  static let signals = [
    BadMask.trial, ReadyBeforeSignal.trial,
  ]
}
