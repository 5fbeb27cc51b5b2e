extension Trial {
  /// The trials of the area `nested`.
  static let nested = [
    TwoAtTheOuter.trial
  ]
}
