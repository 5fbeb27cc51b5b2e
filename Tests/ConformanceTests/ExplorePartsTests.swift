import Foundation
import Testing

@testable import ConformanceSuite

@Suite("What a campaign is made of")
struct ExplorePartsTests {
  @Test(
    "a part, or a set, that nothing comes of is refused",
    arguments: [
      (["--programs", "2000", "--shard", "2/2"], "there is no part 2"),
      (["--exhaustive", "--alphabet", "terminals"], "makes nothing of terminals"),
      (["--exhaustive", "--alphabet", "pipes,delivery,loops"], "makes nothing of delivery, loops"),
    ])
  func refused(_ arguments: [String], _ complaint: String) throws {
    let run = try CommandRun(["explore"] + arguments)
    #expect(run.status == 64 && run.output == "" && run.complaints.contains(complaint))
  }

  @Test("each set that can be enumerated makes more programs than there are without it")
  func enumerable() {
    func programs(_ letters: Set<Alphabet.Letters>) -> Int {
      var search = ExhaustiveSearch(depth: 2, Alphabet(letters))
      while !search.isFinished { _ = search.advance() }
      return search.counts.programs
    }
    let base: Set<Alphabet.Letters> = [.pipes, .counters]
    for letters in Alphabet.enumerable.letters where !base.contains(letters) {
      let more =
        letters == .nested ? programs([.nested]) > 0 : programs(base.union([letters])) > programs(base)
      #expect(more, "\(letters)")
    }
    for letters in Set(Alphabet.Letters.allCases).subtracting(Alphabet.enumerable.letters) {
      #expect(programs(base.union([letters])) == programs(base), "\(letters)")
    }
  }

  @Test("an exhaustive search ends at its deadline, also while it looks for its share")
  func deadline() async {
    await #expect(processExitsWith: .success) {
      var part = ExhaustivePart(
        depth: 12, letters: Alphabet.small.names, index: 0, count: 1_000_000, timeLimit: 1000)
      part.deadline = .now
      var run = try ExhaustiveRun(part, on: Backend("kernel", KernelWitness.self))
      let reply = try run.advance()
      precondition(!reply.isFinished && reply.counts.run == 0 && reply.counts.programs == 0)
      part.deadline = nil
      var longer = try ExhaustiveRun(part, on: Backend("kernel", KernelWitness.self))
      let looks = try longer.advance().counts.programs
      precondition((50_000..<60_000).contains(looks), "\(looks)")
    }
  }
}
