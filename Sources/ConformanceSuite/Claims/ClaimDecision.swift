/// A verdict, computed from evidence.
struct ClaimDecision {
  /// The verdict.
  let verdict: ClaimVerdict

  /// What it depends on: the conditions under which it is so, and those under which it is not.
  let dependence: String?

  /// Weighs evidence: under one set of conditions a claim is so if nothing that was observed contradicts it.
  init(_ evidence: [ClaimEvidence]) {
    var cases: [Case] = []
    for item in evidence where !item.claimed.isEmpty {
      if let place = cases.firstIndex(where: { $0.conditions == item.conditions }) {
        cases[place].isSo = cases[place].isSo && !item.contradicts
      } else {
        cases.append(Case(conditions: item.conditions, isSo: !item.contradicts))
      }
    }
    let (so, other) = (cases.filter(\.isSo), cases.filter { !$0.isSo })
    verdict = cases.isEmpty ? .undecided : other.isEmpty ? .holds : so.isEmpty ? .refuted : .depends
    dependence = verdict == .depends ? Self.dependence(so, other) : nil
  }

  private struct Case {
    var conditions: [ClaimEvidence.Condition]
    var isSo: Bool

    /// The values of some factors, in words.
    func values(of factors: [String]) -> String {
      conditions.filter { factors.contains($0.factor) }.map(\.value).joined(separator: " with ")
    }
  }

  private static func dependence(_ so: [Case], _ other: [Case]) -> String {
    let factors = factors(between: so, other)
    func list(_ cases: [Case]) -> String {
      var values: [String] = []
      for text in cases.map({ $0.values(of: factors) }) where !values.contains(text) {
        values.append(text)
      }
      return values.joined(separator: ", ")
    }
    return "\(factors.joined(separator: " and ")): so for \(list(so)); not for \(list(other))"
  }

  /// The factors that make a difference by themselves, or all if none does.
  private static func factors(between so: [Case], _ other: [Case]) -> [String] {
    var all: [String] = []
    for condition in (so + other).flatMap(\.conditions) where !all.contains(condition.factor) {
      all.append(condition.factor)
    }
    let decisive = all.filter { factor in
      so.contains { first in
        other.contains { second in
          first.conditions.filter { $0.factor != factor } == second.conditions.filter { $0.factor != factor }
        }
      }
    }
    return decisive.isEmpty ? all : decisive
  }
}
