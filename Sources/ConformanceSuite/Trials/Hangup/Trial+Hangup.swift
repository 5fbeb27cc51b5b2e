extension Trial {
  /// The trials of the area `hangup`.
  static let hangup = [LostGoodbye.trial]
}
