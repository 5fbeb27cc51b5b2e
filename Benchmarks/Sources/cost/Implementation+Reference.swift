import Measuring

extension Implementation {
  /// The program in C that it is compared with: over the same calls, so that the ratio is the loop's own
  /// cost.
  var reference: Implementation { self == .uvLoop ? .libuv : .c }

  /// How the reference is called in figures.
  var referenceTitle: String { reference == .c ? "C" : "C on \(reference.title)" }
}
