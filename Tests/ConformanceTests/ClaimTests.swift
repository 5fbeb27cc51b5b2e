import Foundation
import Testing

@testable import ConformanceSuite

@Suite("Claims")
struct ClaimTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func report(_ arguments: [String]) throws -> ClaimReport {
    let run = try CommandRun(["claims", "--format", "json"] + arguments)
    try #require(run.status == 0, "\(run.complaints)")
    return try JSONDecoder().decode(ClaimReport.self, from: Data(run.output.utf8))
  }

  @Test("each has an id of its own, and says one sentence")
  func ids() {
    #expect(Set(Claim.all.map(\.id)).count == Claim.all.count && Claim.all.count == 71)
    for claim in Claim.all {
      #expect(claim.id.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(claim.id)")
      #expect(claim.sentence.hasSuffix("."), "\(claim.id)")
    }
  }

  @Test("every claim that a scenario cites is there")
  func citations() throws {
    let catalogue = try Catalogue()
    let cited = Set(
      (catalogue.scenarios.flatMap(\.citations) + Trial.all.flatMap(\.citations))
        .filter { $0.hasPrefix("seed:") }.map { String($0.dropFirst(5)) })
    #expect(cited.count > 30)
    #expect(cited.subtracting(Claim.all.map(\.id)) == [])
  }

  @Test("contradictions are between claims that there are")
  func contradictions() {
    let ids = Set(Claim.all.map(\.id))
    for contradiction in Contradiction.all {
      #expect(contradiction.answers.count > 1, "\(contradiction.question)")
      #expect(ids.isSuperset(of: contradiction.answers.map(\.claim)), "\(contradiction.question)")
    }
  }

  private static let hasManyDescriptors: Bool = {
    var limit = rlimit()
    return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 && limit.rlim_max >= 10_100
  }()

  @Test(
    "docs/claims.md is what trying all of them comes to, but for the versions",
    .enabled(if: hasManyDescriptors, "a process may not have 10,100 descriptors here (ulimit -Hn)"))
  func documentation() throws {
    let run = try CommandRun(["claims", "--format", "markdown"])
    #expect(run.status == 0, "\(run.complaints)")
    let file = try String(contentsOf: Self.root.appendingPathComponent("docs/claims.md"), encoding: .utf8)
    func lines(_ text: String) -> [String] {
      text.components(separatedBy: "\n").filter { !$0.hasPrefix("Decided on Linux ") }
    }
    for difference in lines(run.output).difference(from: lines(file)) {
      switch difference {
      case .insert(_, let line, _): Issue.record("observed, and not in docs/claims.md: \(line)")
      case .remove(_, let line, _): Issue.record("in docs/claims.md, and not observed: \(line)")
      }
    }
    #expect(lines(run.output) == lines(file))
  }

  @Test("claims that are named are shown with their evidence")
  func evidence() throws {
    let run = try CommandRun(["claims", "et-more-data-*"])
    #expect(run.status == 0)
    #expect(run.output.contains("\nwhere the documents contradict each other, or themselves\n"))
    #expect(run.output.contains("    wait: a: readable; claimed: nothing\n"))
    #expect(run.output.hasSuffix("\n2 claims: 1 holds, 1 refuted\n"))
    let report = try Self.report(["et-more-data-*"])
    #expect(report.claims.map(\.verdict) == [.refuted, .holds])
    #expect(report.contradictions.map(\.right) == [["et-more-data-reports"]])
    #expect(try Self.report(["et-once"]).contradictions.isEmpty)
  }

  @Test("a dependence is told with its conditions")
  func dependence() throws {
    let claim = try #require(try Self.report(["low-water-mark"]).claims.first)
    #expect(claim.verdict == .depends)
    #expect(claim.dependsOn == "the kind of object: so for tcp; not for unix-stream")
    #expect(
      claim.evidence.map(\.conditions.first?.value) == Array(repeating: "tcp", count: 7)
        + Array(repeating: "unix-stream", count: 7))
  }

  @Test("servers are tried on both backends, with all kinds of clients")
  func servers() throws {
    let report = try Self.report(["server-*"])
    #expect(report.backends.map(\.name) == ["epoll", "uv"])
    for claim in report.claims {
      let tried = Set(claim.evidence.filter { !$0.claimed.isEmpty }.map { $0.conditions.map(\.value) })
      #expect(tried.count == 8, "\(claim.id)")
      #expect(claim.dependsOn?.hasPrefix("the clients: so for ") == true, "\(claim.id)")
    }
  }

  @Test("without libuv the servers are undecided, and the reason is told")
  func withoutLibuv() throws {
    let folder = try TemporaryFolder()
    try CommandRun.copyProgram(
      at: CommandRun.products.appendingPathComponent("conformance"),
      to: folder.url.appendingPathComponent("conformance"))
    let run = try CommandRun(["claims", "server-echo-et", "et-once"], in: folder.url)
    #expect(run.status == 1)
    #expect(run.complaints.contains("server-echo-et could not be decided: the backend 'uv' is unavailable: "))
    #expect(!run.complaints.contains("--backend"))
    #expect(run.output.contains("with the loop: epoll, "))
    #expect(run.output.hasSuffix("\n2 claims: 1 holds, 1 undecided\n"))
  }

  @Test("with too few descriptors nothing is tried")
  func fewDescriptors() throws {
    let run = try CommandRun(["claims", "et-once", "et-per-fd"], descriptors: 100)
    #expect(run.status == 70 && run.output.isEmpty)
    #expect(run.complaints.split(separator: "\n").count == 1 && run.complaints.contains("ulimit -n 1024"))
  }

  @Test("a claim that takes too long is undecided, and the others are tried")
  func tooLong() throws {
    var examiner = ClaimExaminer([
      WorkerProgram(
        backend: "epoll", executable: CommandRun.products.appendingPathComponent("conformance").path,
        advice: "")
    ])
    examiner.timeLimit = .milliseconds(1)
    // It waits for 210 ms by itself.
    let report = examiner.report(on: try Claim.select(["wait-timeout-minimum"]))
    #expect(report.undecided.map(\.id) == ["wait-timeout-minimum"])
    #expect(report.claims.first?.reason?.hasPrefix("it took more than ") == true)
  }

  @Test("a claim that the worker's program does not know is undecided")
  func unknownToWorker() {
    let claim = Claim("no-such-claim", .notes, "A test.", onKernel: { _ in })
    let examiner = ClaimExaminer([
      WorkerProgram(
        backend: "epoll", executable: CommandRun.products.appendingPathComponent("conformance").path,
        advice: "")
    ])
    #expect(examiner.report(on: [claim]).claims.first?.reason == "this program has no claim no-such-claim")
  }

  @Test("a list has every claim with its document, and tries none")
  func list() throws {
    let run = try CommandRun(["claims", "--list", "--format", "json"])
    #expect(run.status == 0)
    let list = try JSONDecoder().decode(ClaimList.self, from: Data(run.output.utf8))
    #expect(list.claims.map(\.id) == Claim.all.map(\.id))
    #expect(Set(list.claims.map(\.source)) == Set(Claim.Document.allCases.map(\.rawValue)))
    #expect(try CommandRun(["claims", "--list"]).output.hasSuffix("\n71 claims\n"))
  }

  @Test("a name that fits no claim, or an option that makes no sense, is wrong usage")
  func usage() throws {
    #expect(try CommandRun(["claims", "no-such-claim"]).status == 64)
    #expect(try CommandRun(["claims", "--time-limit", "0"]).status == 64)
    #expect(try CommandRun(["claims", "--list", "--format", "markdown"]).status == 64)
    #expect(try CommandRun(["claims", "et-once", "--output", "/no/such/folder/file"]).status == 74)
  }
}
