extension Trial {
  /// The trials of the area `control`.
  static let control = [
    DataBits.trial, Devices.trial, EventLayout.trial, EveryMask.trial, Operations.trial,
    RandomSequences.trial,
    WatchLimitReached.trial, WrongInstance.trial, WrongNumber.trial,
  ]
}
