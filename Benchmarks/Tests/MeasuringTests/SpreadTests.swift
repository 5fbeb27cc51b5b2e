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

  @Test("The median's interval leaves out so many at each end as seldom lie beyond it")
  func interval() throws {
    func interval(of count: Int) throws -> ClosedRange<Double>? {
      try #require(Spread((1...count).map(Double.init).shuffled())).interval
    }
    // From the tables of the sign test.
    #expect(try interval(of: 3) == 1...3)
    #expect(try interval(of: 6) == 1...6)
    #expect(try interval(of: 8) == 1...8)
    #expect(try interval(of: 9) == 2...8)
    #expect(try interval(of: 11) == 2...10)
    #expect(try interval(of: 12) == 3...10)
    #expect(try interval(of: 21) == 6...16)
    #expect(try #require(Spread([.nan])).interval == nil)
  }

  @Test("No samples have no spread")
  func none() {
    #expect(Spread([]) == nil)
  }
}
