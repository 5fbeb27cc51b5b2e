extension Trial {
  /// The trials of the area `waiting`.
  static let waiting = [
    CapacityRange.trial, FiniteSpan.trial, NoLimit.trial, NullBuffer.trial, SpanRange.trial,
    TailUntouched.trial,
  ]
}
