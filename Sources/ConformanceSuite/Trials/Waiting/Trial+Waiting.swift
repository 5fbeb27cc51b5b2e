extension Trial {
  /// The trials of the area `waiting`.
  static let waiting = [
    AllInOneCall.trial, CapacityRange.trial, FiniteSpan.trial, NoLimit.trial, NullBuffer.trial,
    QuietOnes.trial, SpanRange.trial,
    TailUntouched.trial,
  ]
}
