/// A step of a state's making that did not lead to what it should.
struct StateRefusal: Error, CustomStringConvertible {
  /// The step and what it led to instead.
  let description: String
}
