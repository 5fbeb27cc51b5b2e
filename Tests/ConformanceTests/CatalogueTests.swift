import Foundation
import Testing

@testable import ConformanceSuite

@Suite("The shipped catalogue")
struct CatalogueTests {
  @Test("every file parses, and every id is there once")
  func parsing() throws {
    let catalogue = try Catalogue(directory: SourceTree.scenarios)
    let enumerator = try #require(FileManager.default.enumerator(atPath: SourceTree.scenarios))
    let ending = ".scenario"
    let files = enumerator.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }
    #expect(catalogue.scenarios.map(\.id) == files.map { String($0.dropLast(ending.count)) }.sorted())
    #expect(Set(catalogue.scenarios.map(\.id)).count == catalogue.scenarios.count)
    #expect(catalogue.scenarios.allSatisfy { !$0.steps.isEmpty && !$0.citations.isEmpty })
  }

  @Test("no scenario only repeats another one")
  func repetitions() throws {
    let catalogue = try Catalogue(directory: SourceTree.scenarios)
    var seen: [String: String] = [:]
    for scenario in catalogue.scenarios {
      let batch = scenario.batchCapacity.map { "\($0) " } ?? ""
      let steps =
        batch + scenario.steps.map { "\($0.moment) \($0.text) \($0.expected)" }.joined(separator: "\n")
      #expect(seen.updateValue(scenario.id, forKey: steps) == nil, "\(scenario.id)")
    }
  }

  @Test("the shipped ledger parses, and each of its entries fits a scenario")
  func ledger() throws {
    let ids = try Catalogue(directory: SourceTree.scenarios).ids
    let ledger = try Ledger(directory: SourceTree.ledger)
    for entry in ledger.entries {
      #expect(ids.contains { entry.applies(to: $0) }, "\(entry.file):\(entry.line)")
    }
  }

  @Test("ids, globs and files select, each scenario once")
  func selecting() throws {
    let catalogue = try Catalogue(directory: SourceTree.scenarios)
    let first = try #require(catalogue.scenarios.first)
    #expect(try catalogue.select([]).ids == catalogue.ids)
    #expect(try catalogue.select([first.id, "\(first.area)/*", first.id]).scenarios.first == first)
    let area = try catalogue.select(["\(first.area)/*", first.id])
    #expect(area.scenarios == catalogue.scenarios.filter { $0.area == first.area })
    #expect(try catalogue.select(["**"]).ids == catalogue.ids)
    let file = "\(SourceTree.scenarios)/\(first.id).scenario"
    #expect(try catalogue.select([file]).scenarios.map(\.steps) == [first.steps])
    #expect(try catalogue.selectFiles(["**"]) == catalogue.scenarios)
  }

  @Test("scenarios in Swift are selected by id and glob, each once, and are refused where a file is needed")
  func selectingTrials() throws {
    let catalogue = try Catalogue(directory: SourceTree.scenarios)
    let trial = try #require(catalogue.trials.first)
    let selected = try catalogue.select([trial.id, "\(trial.area)/*"])
    #expect(selected.trials.map(\.id) == catalogue.trials.filter { $0.area == trial.area }.map(\.id))
    #expect(throws: CatalogueError.inSwift(trial.id)) { try catalogue.selectFiles([trial.id]) }
    #expect(throws: CatalogueError.unknown(trial.id + "x", nearest: trial.id)) {
      try catalogue.select([trial.id + "x"])
    }
  }

  @Test("a directory or file that is missing, or holds no scenario, is refused")
  func missing() throws {
    #expect(throws: CatalogueError.self) { try Catalogue(directory: "/nowhere") }
    #expect(throws: CatalogueError.missingResources(SourceTree.ledger)) {
      try Catalogue(directory: SourceTree.ledger)
    }
    let catalogue = try Catalogue(directory: SourceTree.scenarios)
    let unreadable = CatalogueError.unreadable("/nowhere/a.scenario", "no such file or directory")
    #expect(throws: unreadable) { try catalogue.select(["/nowhere/a.scenario"]) }
  }
}

/// The folders of the package that the tests were compiled in.
enum SourceTree {
  static let scenarios = folder("Scenarios")
  static let ledger = folder("Ledger")

  private static func folder(_ name: String, _ file: String = #filePath) -> String {
    let package = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return package.appendingPathComponent("Sources/ConformanceSuite/\(name)").path
  }
}
