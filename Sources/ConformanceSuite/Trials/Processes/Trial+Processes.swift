extension Trial {
  /// The trials of the area `processes`.
  static let processes = [
    ApartAfterFork.trial, ClosedByExec.trial, ForkBesideLoop.trial, HeldByChild.trial, InFlight.trial,
    InheritedLoop.trial,
    KeptAliveByChild.trial, PassedDescriptor.trial, SharedByFork.trial,
  ]
}
