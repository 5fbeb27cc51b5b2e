import Foundation
import Testing

@testable import ConformanceSuite

@Suite("A sketch of the states that were seen")
struct StateSketchTests {
  private func sketch(_ count: Int, seed: UInt64) -> StateSketch {
    var random = RandomNumbers(seed: seed)
    var sketch = StateSketch()
    for _ in 0..<count { sketch.insert(random.next()) }
    return sketch
  }

  @Test(
    "it counts within five percent", arguments: [0, 1, 10, 100, 1000, 10_000, 1_000_000])
  func count(_ count: Int) {
    let seen = sketch(count, seed: 7).count
    #expect(abs(seen - count) * 20 <= count, "\(seen) for \(count)")
  }

  @Test("what is seen again does not count")
  func repeats() {
    var twice = sketch(5000, seed: 3)
    twice.formUnion(sketch(5000, seed: 3))
    #expect(twice == sketch(5000, seed: 3))
  }

  @Test("the union of two sketches is the sketch of the union")
  func union() {
    var (first, second, both) = (StateSketch(), StateSketch(), StateSketch())
    var random = RandomNumbers(seed: 5)
    for number in 0..<30_000 {
      let state = random.next()
      // A third of the states belongs to both.
      if number % 3 != 0 { first.insert(state) }
      if number % 3 != 1 { second.insert(state) }
      both.insert(state)
    }
    var union = first
    union.formUnion(second)
    #expect(union == both)
    var other = second
    other.formUnion(first)
    #expect(other == both)
    #expect(both != first && both != second)
  }

  @Test("it is coded as one text, and read back")
  func coding() throws {
    for sketch in [StateSketch(), sketch(3, seed: 1), sketch(200_000, seed: 2)] {
      let data = try JSONEncoder().encode([sketch])
      #expect(data.count < 5000)
      #expect(try JSONDecoder().decode([StateSketch].self, from: data) == [sketch])
    }
    // The state whose bits are all zero has the greatest rank.
    var extreme = StateSketch()
    extreme.insert(0)
    let data = try JSONEncoder().encode([extreme])
    #expect(try JSONDecoder().decode([StateSketch].self, from: data) == [extreme])
  }

  @Test("a text that is none is refused")
  func corrupt() throws {
    let whole = String(repeating: "0", count: 4096)
    let corrupt = [
      "", String(whole.dropLast()), whole + "0", "/" + whole.dropFirst(), "f" + whole.dropFirst(),
      "é" + whole.dropFirst(2),
    ]
    for text in corrupt {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode([StateSketch].self, from: JSONEncoder().encode([text]))
      }
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([StateSketch].self, from: Data("[7]".utf8))
    }
    #expect(
      try JSONDecoder().decode([StateSketch].self, from: JSONEncoder().encode([whole])) == [StateSketch()])
  }
}
