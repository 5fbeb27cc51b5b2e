import Testing

@testable import ConformanceSuite

@Suite("Globs")
struct GlobTests {
  @Test(
    "a star stands for any characters but a slash, two stars for any, all else for itself",
    arguments: [
      ("edge/partial-read", "edge/partial-read", true), ("edge/partial-read", "edge/partial-reads", false),
      ("edge/partial-read", "xedge/partial-read", false), ("edge/*", "edge/partial-read", true),
      ("edge/*", "edge/", true), ("edge/*", "edge", false), ("edge/*", "edge/a/b", false),
      ("*", "edge", true), ("*", "edge/a", false), ("*/*", "edge/a", true), ("*/a*", "edge/ba", false),
      ("*-read", "partial-read", true), ("p*l-r*d", "partial-read", true),
      ("p*l-r*d", "partial-reads", false),
      ("**", "edge/a/b", true), ("**/b", "edge/a/b", true), ("edge/**", "edge/a/b", true),
      ("edge/**/b", "edge/b", false), ("", "", true), ("", "a", false), ("*", "", true), ("a*", "", false),
      ("a.c", "abc", false), ("a?c", "abc", false), ("[a]", "a", false), ("*a*a*a*", "xaxax", false),
    ])
  func matching(pattern: String, text: String, matches: Bool) {
    #expect(Glob(pattern).matches(text) == matches)
  }
}
