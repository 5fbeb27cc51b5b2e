import Foundation

/// A campaign's JSON report as a tool outside the project would read it, not by the project's own types.
struct CampaignReport: Decodable {
  struct Backend: Decodable {
    var name: String
    var mechanism: String
    var version: String
    var capabilities: [String: String]
  }

  struct Rules: Decodable, Equatable {
    var covered: [String]
    var uncovered: [String]
  }

  struct Enumerated: Decodable, Equatable {
    var programs: Int
    var merged: Int
  }

  struct Shards: Decodable, Equatable {
    var numbers: [Int]
    var count: Int
  }

  struct Group: Decodable {
    var symptom: String
    var programs: Int
    var first: Int
    var scenario: String
    var expected: [String?]
    var observed: String
    var isSeenAgain: Bool
    var declaration: Declaration?
  }

  struct Declaration: Decodable {
    var scenario: String
    var reason: String
  }

  var schema: Int
  var environment: [String: String]
  var backend: Backend
  var seed: UInt64?
  var length: Int
  var alphabet: [String]
  var size: Int?
  var shards: Shards
  var programs: Int
  var seconds: Double
  var states: Int
  var enumerated: Enumerated?
  var rules: Rules
  var groups: [Group]
  var sketch: String

  init(_ text: String) throws {
    self = try JSONDecoder().decode(CampaignReport.self, from: Data(text.utf8))
  }
}
