extension Trial {
  /// The trials of the area `wakes`.
  static let wakes = [OfTheirOwn.trial, UndrainedCounter.trial]
}
