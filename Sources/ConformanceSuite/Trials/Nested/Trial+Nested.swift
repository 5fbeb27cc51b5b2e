extension Trial {
  /// The trials of the area `nested`.
  static let nested = [
    SelectPollEpoll.trial, TwoAtTheOuter.trial,
  ]
}
