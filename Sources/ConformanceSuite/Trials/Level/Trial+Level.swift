extension Trial {
  /// The trials of the area `level`.
  static let level = [HundredAtOnce.trial]
}
