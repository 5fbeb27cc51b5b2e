/// A range of versions, both ends included, compared as far as the ends are written.
public struct VersionRange: Hashable, Sendable, CustomStringConvertible {
  /// The numbers of the first and the last version; nil for any version.
  public var bounds: ClosedBounds?

  /// The two ends.
  public struct ClosedBounds: Hashable, Sendable {
    /// The first version's numbers.
    public var first: [Int]

    /// The last version's numbers.
    public var last: [Int]

    /// Whether the last version comes before the first, so that no version lies between them.
    var areReversed: Bool { last.lexicographicallyPrecedes(first.prefix(last.count)) }
  }

  /// Whether a version lies in the range.
  public func contains(_ version: String) -> Bool {
    guard let bounds else { return true }
    let numbers = Self.numbers(of: version)
    func precedes(_ left: [Int], _ right: [Int]) -> Bool { left.lexicographicallyPrecedes(right) }
    return !precedes(Array(numbers.prefix(bounds.first.count)), bounds.first)
      && !precedes(bounds.last, Array(numbers.prefix(bounds.last.count)))
  }

  /// The leading numbers of a version such as `1.44.2` or `6.18.44-amd64`.
  static func numbers(of version: String) -> [Int] {
    var numbers: [Int] = []
    for part in version.split(separator: ".", omittingEmptySubsequences: false) {
      let digits = part.prefix { $0.isNumber }
      guard let number = Int(digits) else { break }
      numbers.append(number)
      guard digits.count == part.count else { break }
    }
    return numbers
  }

  /// The range as a ledger writes it.
  public var description: String {
    guard let bounds else { return "any" }
    func text(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ".") }
    return "\(text(bounds.first)) ... \(text(bounds.last))"
  }
}
