internal import Foundation

/// By what a disagreement shows: how a run ended, or what its first differing step has too much or lacks.
///
/// Names do not count, so that the same fault has the same symptom in programs that differ.
struct Symptom: Hashable, Sendable {
  /// The symptom in words.
  let text: String

  /// The symptom without which of the conditions that were asked for it is about: two that have this in
  /// common are taken for one fault.
  let cause: String

  /// The first differing step, from 0; nil if the run as a whole differs.
  let step: Int?

  /// Looks at what a backend did; nil if the model allows it.
  init?(_ scenario: Scenario, _ result: RunResult) {
    let text: String
    let step: Int?
    switch result.ending {
    case .crashed(let cause): (text, step) = ("crashed \(cause)", nil)
    case .timedOut: (text, step) = ("timedOut", nil)
    case .finished:
      if scenario.refusalOfNamespace(result) != nil { return nil }
      let standings = Oracle().standings(of: scenario, observed: result.outcomes)
      if let index = standings.firstIndex(of: .different) {
        let seen = index < result.outcomes.count ? result.outcomes[index] : nil
        let expected = Oracle().prediction(for: scenario)[index]
        text = Self.difference(expected, seen, after: scenario.steps[index].action)
        step = index
      } else if let leak = result.leaks.first {
        (text, step) = ("leak: \(leak)", nil)
      } else {
        return nil
      }
    }
    self.text = text
    self.step = step
    cause = Self.cause(of: text)
  }

  /// A symptom's words with one for all conditions that can be asked for, and each thing once.
  static func cause(of text: String) -> String {
    let asked = text.replacing(/\b(readable|writable|priority|peerClosed)\b/, with: "what was asked for")
    guard let colon = asked.firstIndex(of: ":") else { return asked }
    let parts = Set(asked[asked.index(after: colon)...].components(separatedBy: ",").map(Self.withoutRepeats))
    return asked[...colon] + parts.sorted().joined(separator: ",")
  }

  private static func withoutRepeats(_ part: String) -> String {
    part.replacing(/(what was asked for)( what was asked for)+/, with: "what was asked for")
  }

  static func == (left: Symptom, right: Symptom) -> Bool { left.cause == right.cause }

  func hash(into hasher: inout Hasher) { hasher.combine(cause) }
}

extension Symptom {
  /// What is different between two outcomes of a step, without the names of objects.
  static func difference(_ expected: Outcome?, _ seen: Outcome?, after action: Action) -> String {
    let word = action.word
    guard let expected else { return "\(word): done, and must not be" }
    guard let seen else { return "\(word): not done" }
    guard action.isWait else { return "\(word): \(seen) instead of \(expected)" }
    let parts = differences(Sighting.all(in: expected), Sighting.all(in: seen))
    return "\(word): " + (parts.isEmpty ? "another order" : parts.sorted().joined(separator: ", "))
  }

  private static func differences(_ expected: [Sighting], _ seen: [Sighting]) -> Set<String> {
    var parts: Set<String> = []
    var rest = seen
    for sighting in expected {
      guard let place = rest.firstIndex(where: { $0.subject == sighting.subject }) else {
        parts.insert("not told: \(sighting.what)")
        continue
      }
      let other = rest.remove(at: place)
      for flag in sighting.flags.subtracting(other.flags) { parts.insert("no \(flag)") }
      for flag in other.flags.subtracting(sighting.flags) { parts.insert("also \(flag)") }
    }
    for sighting in rest { parts.insert("told too: \(sighting.what)") }
    return parts
  }

  /// One item of a batch.
  private struct Sighting {
    var subject: String
    var flags: Set<String> = []

    /// The item without its name.
    var what: String {
      if flags.isEmpty { return subject.hasPrefix("timer ") ? "timer" : subject }
      let mark = subject.hasSuffix("(ended)") ? " of an ended registration" : ""
      return flags.sorted().joined(separator: " ") + mark
    }

    static func all(in outcome: Outcome) -> [Sighting] {
      outcome.items.map { item in
        guard let colon = item.firstIndex(of: ":") else { return Sighting(subject: item) }
        let flags = item[item.index(after: colon)...].split(separator: " ").map(String.init)
        return Sighting(subject: String(item[..<colon]), flags: Set(flags))
      }
    }
  }
}

extension Action {
  /// The word that a scenario writes for it.
  var word: String { String(description.prefix { $0 != " " }) }
}
