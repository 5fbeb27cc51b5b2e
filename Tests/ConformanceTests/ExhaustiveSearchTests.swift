import Testing

@testable import ConformanceSuite

@Suite("All programs up to a length")
struct ExhaustiveSearchTests {
  /// A search that has come to its end.
  private func search(
    _ depth: Int, _ letters: Set<Alphabet.Letters>
  ) -> (ended: [String], counts: ExhaustiveSearch.Counts) {
    var search = ExhaustiveSearch(depth: depth, Alphabet(letters))
    var ended: [String] = []
    while !search.isFinished {
      let programs = search.advance()
      search.noteRun(programs.count)
      ended += programs.map(\.scenario.line)
    }
    return (ended, search.counts)
  }

  /// The states that programs of every length lead to, none of them merged.
  private func states(_ depth: Int, _ letters: Set<Alphabet.Letters>) -> (states: Set<UInt64>, programs: Int)
  {
    let enumerator = StepEnumerator(Alphabet(letters))
    var drafts = [Draft()]
    var states: Set<UInt64> = [Draft().execution.fingerprint]
    var programs = 0
    for _ in 0..<depth {
      drafts = drafts.flatMap { before in
        enumerator.steps(after: before).compactMap { action in
          var draft = before
          return draft.add(action) ? draft : nil
        }
      }
      programs += drafts.count
      states.formUnion(drafts.map(\.execution.fingerprint))
    }
    return (states, programs)
  }

  @Test(
    "what a small alphabet comes to stays the same",
    arguments: [
      (1, [.pipes], 1, 0, 1, 1), (2, [.pipes], 12, 1, 11, 11), (3, [.pipes], 161, 110, 51, 150),
      (3, [.counters, .edge], 442, 315, 127, 414),
    ] as [(Int, Set<Alphabet.Letters>, Int, Int, Int, Int)])
  func counts(
    _ depth: Int, _ letters: Set<Alphabet.Letters>, _ programs: Int, _ merged: Int, _ states: Int, _ run: Int
  ) {
    let counts = search(depth, letters).counts
    #expect(
      [counts.programs, counts.merged, counts.states, counts.run] == [programs, merged, states, run])
    #expect(counts.programs == counts.merged + counts.states)
  }

  @Test(
    "merging costs no state",
    arguments: [(3, [.pipes]), (2, [.pipes, .counters, .descriptors, .timers])]
      as [(Int, Set<Alphabet.Letters>)])
  func merging(_ depth: Int, _ letters: Set<Alphabet.Letters>) {
    let counts = search(depth, letters).counts
    let all = states(depth, letters)
    // The state without any step is not counted.
    #expect(counts.states == all.states.count - 1)
    #expect(counts.programs <= all.programs)
  }

  @Test("the same two kinds in either order are one state, from which only one program goes on")
  func order() {
    let ended = search(3, [.pipes, .counters]).ended
    #expect(
      ended.contains("open a = eventfd; open b c = pipe; wait")
        != ended.contains("open a b = pipe; open c = eventfd; wait"))
    let continued = ended.filter {
      $0.hasPrefix("open a = eventfd; open b c = pipe; ")
        || $0.hasPrefix("open a b = pipe; open c = eventfd; ")
    }
    #expect(Set(continued.map { $0.prefix(12) }).count == 2)
    #expect(continued.count > 5)
  }

  @Test("what is run is within one step of the length, each once, and ends with a look at what is ready")
  func ended() throws {
    let ended = search(3, [.pipes, .edge]).ended
    #expect(Set(ended).count == ended.count)
    for line in ended {
      let steps = try Scenario.line(line).steps
      #expect(steps.count <= 4 && steps.last?.action == .wait(.poll))
    }
  }

  @Test("a deeper search has every program of a shallower one, as a whole or as a beginning")
  func deeper() {
    let shallow = search(2, [.counters, .edge]).ended
    let deep = search(3, [.counters, .edge]).ended
    #expect(!shallow.isEmpty)
    for line in shallow {
      let beginning = line.hasSuffix("; wait") ? String(line.dropLast(6)) : line
      #expect(deep.contains { $0 == line || $0.hasPrefix(beginning + "; ") }, "\(line)")
    }
  }

  @Test("the order is always the same")
  func repeatable() {
    #expect(search(3, [.pipes]).ended == search(3, [.pipes]).ended)
  }
}
