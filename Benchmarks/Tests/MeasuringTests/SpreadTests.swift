import Testing

@testable import Measuring

@Suite("The spread of samples")
struct SpreadTests {
  @Test("An odd number has its middle as the median")
  func odd() throws {
    let spread = try #require(Spread([3, 10, 1]))
    #expect(spread.median == 3)
    #expect(spread.minimum == 1)
    #expect(spread.maximum == 10)
  }

  @Test("An even number has the mean of the two in the middle")
  func even() throws {
    #expect(try #require(Spread([4, 1, 2, 9])).median == 3)
  }

  @Test("No samples have no spread")
  func none() {
    #expect(Spread([]) == nil)
  }
}
