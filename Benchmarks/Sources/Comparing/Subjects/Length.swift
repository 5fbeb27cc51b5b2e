/// How long one run is.
public enum Length: Hashable, Sendable {
  /// So many operations each time.
  case fixed(Int)

  /// So many operations to warm up; then as many as take the time that a sample is to take.
  case calibrated(from: Int)

  /// The operations of the first run, which warms up.
  var first: Int {
    switch self {
    case .fixed(let count), .calibrated(let count): count
    }
  }

  /// The operations of the runs that count, after a first run that took so many nanoseconds.
  func counted(afterFirstTaking nanoseconds: Double, sample: Double) -> Int {
    switch self {
    case .fixed(let count): count
    case .calibrated(let count):
      // Never less than the first: a program may need some operations for its sums to be right.
      max(count, Int(Double(count) * min(1000, sample / max(1, nanoseconds))))
    }
  }
}
