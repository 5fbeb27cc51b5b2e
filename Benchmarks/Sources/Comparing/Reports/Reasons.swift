/// Why a goal is missed, as far as it was found out; found anew when the figures change.
enum Reasons {
  /// The cause of a miss; nil if it is not known.
  static func reason(for goal: Goal) -> String? {
    nil
  }
}
