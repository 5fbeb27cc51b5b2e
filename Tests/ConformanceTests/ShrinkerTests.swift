import Testing

@testable import ConformanceSuite

@Suite("Shrinking a program")
struct ShrinkerTests {
  private static let long =
    "open x y = unix-stream; open e = eventfd initial=3; register e readable; "
    + "register x readable edge peerClosed; write y 100; wait; schedule t at 0us; shutdown y both; wait; wait"

  /// The smallest program that shows what a program shows on a loop with a fault, and the runs that it took.
  private func shrink(
    _ line: String, on mutant: String, batchCapacity: Int? = nil
  ) throws -> (smallest: Scenario, symptom: Symptom, runs: Int) {
    var shrinker = try Shrinker(.mutant(mutant), .seconds(10))
    let scenario = try Scenario.line(line, batchCapacity: batchCapacity)
    let symptom = try #require(try shrinker.symptom(of: scenario))
    let smallest = try shrinker.shrink(scenario, symptom)
    return (smallest, symptom, shrinker.runs)
  }

  @Test(
    "a long program shrinks to what its fault needs",
    arguments: [
      (
        "edge-as-level", long, "open a b = unix-stream; register a readable edge; shutdown b both; wait; wait"
      ),
      (
        "wake-lost-awake", "open e = eventfd; wake from thread; register e readable; write e 1; wait 5ms",
        "wake; wait"
      ),
      (
        "one-shot-as-level",
        "open x y = tcp; write x 300; register y readable oneShot; wait; open q = eventfd; write x 5; "
          + "wait; wait",
        "open a b = pipe; register a readable oneShot; write b 1; wait; wait"
      ),
      (
        "rebuild-leaks",
        "open p q = pipe; open e = eventfd initial=2; open f = dup e; register f readable; close f; "
          + "deregister f; wait; write q 1; wait; wait",
        "open a = eventfd initial=1; open b = dup a; register b readable; close b; deregister b; wait"
      ),
      (
        "registered-twice", "open e = signalfd; register e none; register e readable edge; wait",
        "open a = eventfd; register a none; register a none"
      ),
      (
        "timers-reversed", "schedule late at 1ms; schedule t u at 0us; wait; wait 2ms",
        "schedule t1 t2 at 0us; wait"
      ),
      ("peer-closed-dropped", long, "open a b = unix-stream; register a peerClosed; shutdown b both; wait"),
    ])
  func smallest(mutant: String, line: String, smallest: String) throws {
    let result = try shrink(line, on: mutant)
    #expect(result.smallest.line == smallest, "\(result.symptom.text)")
    #expect(result.runs < 300)
  }

  @Test("a batch's size stays if the fault needs it, and goes if not")
  func batchCapacity() throws {
    let both = "open a b = unix-stream; register a writable; register b writable edge; wait; wait"
    #expect(try shrink(both, on: "batch-exceeded", batchCapacity: 1).smallest.batchCapacity == 1)
    #expect(try shrink(both, on: "edge-as-level", batchCapacity: 5).smallest.batchCapacity == nil)
  }

  @Test(
    "no simplification of the smallest program shows the same",
    arguments: ["edge-as-level", "peer-closed-dropped"])
  func minimality(_ mutant: String) throws {
    let (smallest, symptom, _) = try shrink(Self.long, on: mutant)
    var shrinker = try Shrinker(.mutant(mutant), .seconds(10))
    #expect(try shrinker.symptom(of: smallest) == symptom)
    #expect(smallest.simplifications.count > 5)
    for simpler in smallest.simplifications where !simpler.isEndless {
      #expect(try shrinker.symptom(of: simpler) != symptom, "\(simpler.line)")
    }
    #expect(smallest.renamed == smallest)
  }

  @Test("a program that shows nothing has no symptom")
  func nothing() throws {
    var shrinker = try Shrinker(.mutant("none"), .seconds(10))
    #expect(try shrinker.symptom(of: .line(Self.long)) == nil)
    #expect(shrinker.runs == 1)
  }
}
