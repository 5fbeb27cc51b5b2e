import Testing

@testable import ConformanceSuite

@Suite("The distance of words")
struct EditDistanceTests {
  @Test(
    "the least number of characters to insert, remove or replace, in both directions",
    arguments: [
      ("", "", 0), ("edge", "edge", 0), ("", "edge", 4), ("edge", "edges", 1), ("edge", "dge", 1),
      ("edge", "edje", 1), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("ab", "ba", 2), ("abc", "xyz", 3),
    ])
  func distances(left: String, right: String, distance: Int) {
    #expect(EditDistance.between(left, right) == distance)
    #expect(EditDistance.between(right, left) == distance)
  }

  @Test("an unknown id is refused with the one that is most like it, if there is one")
  func nearest() throws {
    let catalogue = try Catalogue(directory: SourceTree.scenarios)
    let id = try #require(catalogue.scenarios.first).id
    #expect(throws: CatalogueError.unknown(id + "x", nearest: id)) { try catalogue.select([id + "x"]) }
    #expect(throws: CatalogueError.unknown("?????", nearest: nil)) { try catalogue.select(["?????"]) }
  }
}
