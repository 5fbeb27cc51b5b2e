import Testing

@testable import Measuring

@Suite("Interleaved rounds")
struct RoundsTests {
  @Test("Each round begins with the next contestant")
  func rotates() {
    #expect(rotation(of: 3, in: 0) == [0, 1, 2])
    #expect(rotation(of: 3, in: 1) == [1, 2, 0])
    #expect(rotation(of: 3, in: 5) == [2, 0, 1])
  }

  @Test("A first round is taken and dropped")
  func warmsUp() {
    var taken: [Int] = []
    let rounds = Rounds(2, of: 2) { contestant, round in
      taken.append(contestant)
      return round == 0 ? 1_000 : Double(contestant + 1)
    }
    #expect(taken == [0, 1, 1, 0, 0, 1])
    #expect(rounds.spread(of: 1, \.self) == .exactly(2))
  }

  @Test("A ratio is taken within a round, not of two medians")
  func pairs() throws {
    // The machine is slow in one round of three, for both; each round's ratio is 2.
    let rounds = Rounds(3, of: 2) { contestant, round in
      (round == 2 ? 100.0 : 1.0) * Double(round) * (contestant == 1 ? 2 : 1)
    }
    #expect(rounds.ratio(of: 1, to: 0, \.self) == .exactly(2))
  }

  @Test("An error of a sample ends the rounds")
  func passesOn() {
    #expect(throws: MeasuringError.missing("a tool", remedy: "install it")) {
      try Rounds(1, of: 1) { _, _ -> Double in
        throw MeasuringError.missing("a tool", remedy: "install it")
      }
    }
  }
}
