import Foundation

/// The JSON report as a tool outside the project would read it, not by the project's own types.
struct CommandReport: Decodable {
  struct Result: Decodable {
    var scenario: String
    var backend: String
    var verdict: String
    var differences: [String]
    var steps: [Step]
    var reason: String?
  }

  struct Step: Decodable {
    var number: Int
    var line: Int
    var text: String
    var expected: [String]
    var observed: String?
    var differs: Bool
  }

  var schema: Int
  var environment: [String: String]
  var results: [Result]
  var summary: [String: [String: Int]]

  init(_ text: String) throws {
    self = try JSONDecoder().decode(CommandReport.self, from: Data(text.utf8))
  }
}
