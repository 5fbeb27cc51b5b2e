extension [String] {
  /// The elements without repetitions.
  public var unique: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
