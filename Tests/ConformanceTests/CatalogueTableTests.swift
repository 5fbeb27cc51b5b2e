import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The table of kinds and areas")
struct CatalogueTableTests {
  /// The areas in which each kind is watched, by the kind's word.
  private static func areas(_ scenarios: [Scenario]) -> [String: Set<String>] {
    var areas: [String: Set<String>] = [:]
    for scenario in scenarios {
      for kind in scenario.watchedKinds { areas[kind, default: []].insert(scenario.area) }
    }
    return areas
  }

  @Test("says where there are scenarios and where there are none, for every kind that can be watched")
  func table() throws {
    let folder = URL(fileURLWithPath: SourceTree.scenarios).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: folder.appendingPathComponent("docs/catalogue.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").map { line in
      line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let head = try #require(rows.first { $0.contains("level") })
    let areas = Self.areas(try Catalogue().scenarios)
    var kinds: Set<String> = []
    for row in rows where row.count == head.count && row[0].hasPrefix("`") {
      let kind = row[0].replacing("`", with: "")
      kinds.insert(kind)
      for (area, mark) in zip(head.dropFirst(), row.dropFirst()) where mark != "n" {
        #expect((mark == "•") == (areas[kind]?.contains(area) ?? false), "\(kind), \(area)")
      }
    }
    let unwatchable: Set<String> = ["file", "null", "directory", "urandom", "status", "path"]
    #expect(kinds == Set(ObjectKind.Plain.allCases.map(\.rawValue)).subtracting(unwatchable))
  }
}

extension Scenario {
  /// The words of the kinds whose objects are registered, or put into an epoll object.
  fileprivate var watchedKinds: Set<String> {
    var kinds: [String: String] = [:]
    var watched: Set<String> = []
    func kind(of listener: String) -> String? { kinds[listener] == "tcp-listener" ? "tcp" : "unix-stream" }
    for step in steps {
      switch step.action {
      case .open(let names, .plain(let plain), _): for name in names { kinds[name] = plain.rawValue }
      case .open(let names, let other, _): kinds[names[0]] = other.source.flatMap { kinds[$0] }
      case .connect(let name, let listener), .accept(let name, let listener): kinds[name] = kind(of: listener)
      case .register(let name, _, _), .nest(_, let name, _): watched.insert(name)
      default: break
      }
    }
    return Set(watched.compactMap { kinds[$0] })
  }
}
