extension Trial {
  /// The trials of the area `timers`.
  static let timers = [MissedRepeats.trial]
}
