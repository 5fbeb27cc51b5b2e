import Foundation
import Testing
import UVBridge

@testable import ConformanceSuite

/// The command's own tables against what Linux and libuv are known to report.
@Suite("The tables of the probe")
struct ProbeTableTests {
  @Test("epoll reports of every state what Linux 5 and later reports")
  func epoll() throws {
    let table = try ProbedTable("epoll_wait")
    #expect(Set(table.states) == Set(Self.epollMasks.keys))
    for (state, expected) in Self.epollMasks {
      guard let row = try table.row(state) else { continue }
      // A process that was waited for is a hangup since 6.10 or so.
      let isOld = state == "pidfd/reaped" && table.version.isBefore("6.10")
      #expect(row == [isOld ? "IN" : expected], "\(state)")
    }
  }

  @Test(
    "uv_poll tells of every state, for each of eight questions, what libuv 1.40 to 1.53 tells",
    .enabled(if: !libuvVersion.isBefore("1.40") && libuvVersion.isBefore("1.54")))
  func libuv() throws {
    let table = try ProbedTable("uv_poll")
    #expect(table.questions == "R W D P RW RD RWD RWDP")
    #expect(table.version == libuvVersion)
    var all = Self.byState(Self.uvAnswers)
    if !table.version.isBefore("1.53") {
      all.merge(Self.byState(Self.newerAnswers)) { $1 }
    }
    #expect(Set(table.states) == Set(all.keys))
    for (state, expected) in all {
      guard let row = try table.row(state) else { continue }
      if state == "pidfd/reaped", Environment.current().kernel.isBefore("6.10") { continue }
      #expect(row.joined(separator: " ") == expected, "\(state)")
    }
  }

  private static func byState(_ rows: [(states: [String], told: String)]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: rows.flatMap { row in row.states.map { ($0, row.told) } })
  }

  /// Asked for IN, OUT, PRI and RDHUP; what is told in turn, separated by commas where it changes.
  private static let epollMasks = [
    "pipe/empty": "-", "pipe/data": "IN", "pipe/data-writer-closed": "IN HUP",
    "pipe/drained-writer-closed": "HUP",
    "pipe/room": "OUT", "pipe/full": "-", "pipe/reader-closed": "OUT ERR", "pipe/full-reader-closed": "ERR",
    "unix/idle": "OUT", "unix/data": "IN OUT", "unix/peer-shut-writing": "IN OUT RDHUP",
    "unix/peer-closed": "IN OUT HUP RDHUP", "unix/peer-closed-unread": "IN OUT ERR HUP RDHUP",
    "unix/own-reading-shut": "IN OUT RDHUP", "unix/own-writing-shut": "OUT",
    "unix/own-both-shut": "IN OUT HUP RDHUP", "unix/unconnected": "OUT HUP",
    "unix/listener-closed": "IN OUT ERR HUP RDHUP",
    "unix-datagram/idle": "OUT", "unix-datagram/empty-datagram": "IN OUT",
    "unix-datagram/peer-closed": "OUT",
    "tcp/idle": "OUT", "tcp/data": "IN OUT", "tcp/peer-shut-writing": "IN OUT RDHUP",
    "tcp/both-shut-writing": "IN OUT HUP RDHUP", "tcp/reset": "IN OUT ERR HUP RDHUP",
    "tcp/reset-error-taken": "IN OUT HUP RDHUP", "tcp/refused": "IN OUT ERR HUP RDHUP",
    "tcp/unconnected": "OUT HUP", "tcp/urgent": "OUT PRI", "tcp/urgent-and-data": "IN OUT PRI",
    "tcp/urgent-inline": "IN OUT PRI", "tcp/urgent-then-reset": "IN OUT PRI ERR HUP RDHUP",
    "tcp/connecting": "-", "tcp/connecting-shut": "OUT ERR HUP",
    "tcp-listener/idle": "-", "tcp-listener/pending": "IN", "tcp-listener/shut": "OUT HUP",
    "udp/idle": "OUT", "udp/refused": "OUT ERR",
    "eventfd/zero": "OUT", "eventfd/one": "IN OUT", "eventfd/maximum": "IN", "timerfd/expired": "IN",
    "pidfd/ended": "IN", "pidfd/reaped": "IN HUP",
    "pty/slave-closed": "OUT HUP", "pty/data-slave-closed": "IN OUT HUP",
    "pty/master-closed": "IN OUT ERR HUP",
    "sysfs/unread": "IN OUT PRI ERR",
    // mounts_poll in fs/proc_namespace.c always adds IN; proc_sys_poll has DEFAULT_POLLMASK, IN and OUT.
    "proc/mounts-changed": "IN PRI ERR, IN", "proc/hostname-changed": "IN PRI ERR, IN OUT",
  ]

  /// The answers for R, W, D, P, RW, RD, RWD and RWDP: `-` is none, E the error that ends the watch, `a,b`
  /// one after the other.
  private static let uvAnswers: [(states: [String], told: String)] = [
    (["pipe/empty", "pipe/full", "tcp/connecting", "tcp-listener/idle"], "- - - - - - - -"),
    (
      ["pipe/data", "tcp-listener/pending", "eventfd/maximum", "timerfd/expired", "pidfd/ended"],
      "R - - - R R R R"
    ),
    (["pipe/data-writer-closed", "pidfd/reaped"], "R W D P R R R R"),
    (["pipe/drained-writer-closed"], "R W D P RW RD RWD RWDP"),
    (
      [
        "pipe/room", "unix/idle", "unix/own-writing-shut", "unix-datagram/idle", "unix-datagram/peer-closed",
        "tcp/idle", "udp/idle", "eventfd/zero",
      ], "- W - - W - W W"
    ),
    (["pipe/reader-closed", "udp/refused"], "E E E P E E E E"),
    (["pipe/full-reader-closed", "tcp/urgent-then-reset"], "E E E P E E E RWDP"),
    (["unix/data", "unix-datagram/empty-datagram", "tcp/data", "eventfd/one"], "R W - - RW R RW RW"),
    (["unix/peer-shut-writing", "unix/own-reading-shut", "tcp/peer-shut-writing"], "R W D - RW RD RWD RWD"),
    (
      ["unix/peer-closed", "unix/own-both-shut", "tcp/both-shut-writing", "tcp/reset-error-taken"],
      "R W D P RW RD RWD RWD"
    ),
    (
      [
        "unix/peer-closed-unread", "unix/listener-closed", "tcp/reset", "tcp/refused", "tcp/connecting-shut",
        "pty/master-closed",
      ], "E E E E E E E E"
    ),
    (["unix/unconnected", "tcp/unconnected", "tcp-listener/shut", "pty/slave-closed"], "R W D P W RD W W"),
    (["pty/data-slave-closed"], "R W D P RW R RW RW"),
    (["tcp/urgent"], "- W - P W - W WP"),
    (["tcp/urgent-and-data", "tcp/urgent-inline"], "R W - P RW R RW RWP"),
    (["sysfs/unread"], "E E E P E E E RWP"),
    (["proc/mounts-changed"], "E E E P,- E E E RP,R"),
    (["proc/hostname-changed"], "E E E P,- E E E RP,RW"),
  ]

  /// What became otherwise in 1.53: ERR and HUP always stand for all that was asked for, not only when they
  /// come alone, and a pipe's ERR alone is an error for P too (libuv issue 5186).
  private static let newerAnswers: [(states: [String], told: String)] = [
    (
      [
        "pipe/data-writer-closed", "pipe/drained-writer-closed", "unix/peer-closed", "unix/own-both-shut",
        "unix/unconnected", "tcp/both-shut-writing", "tcp/reset-error-taken", "tcp/unconnected",
        "tcp-listener/shut", "pidfd/reaped", "pty/slave-closed", "pty/data-slave-closed",
      ], "R W D P RW RD RWD RWDP"
    ),
    (["pipe/reader-closed", "pipe/full-reader-closed", "udp/refused"], "E E E E E E E E"),
    (["sysfs/unread"], "E E E P E E E RWDP"),
    (["proc/mounts-changed"], "E E E P,- E E E RWDP,R"),
    (["proc/hostname-changed"], "E E E P,- E E E RWDP,RW"),
  ]
}

private let libuvVersion = UVLoop.identity.version

extension String {
  /// Whether a version comes before another one.
  fileprivate func isBefore(_ other: String) -> Bool {
    compare(other, options: .numeric) == .orderedAscending
  }
}

/// One table of the command's JSON, read as a tool outside the project would.
struct ProbedTable {
  private let table: ProbedReport.Table

  init(_ name: String) throws {
    let run = try CommandRun(["probe", "--table", name, "--format", "json"])
    #expect(run.status == 0, "\(run.complaints)")
    let report = try JSONDecoder().decode(ProbedReport.self, from: Data(run.output.utf8))
    table = try #require(report.tables.first)
    #expect(table.name == name && report.tables.count == 1)
  }

  var version: String { table.version }
  var states: [String] { table.rows.map(\.state) }

  /// What is asked for, by first letters.
  var questions: String { table.questions.map(letters).joined(separator: " ") }

  /// A state's answers; nil for one that a sandbox does not let a process have.
  func row(_ state: String) throws -> [String]? {
    let row = try #require(table.rows.first { $0.state == state })
    if row.result == "refused", state.hasPrefix("proc/") || state.hasPrefix("sysfs/") { return nil }
    #expect(row.result == "answered", "\(state): \(row.reason ?? "")")
    return row.answers.map { answer in
      var told: [String] = []
      for turn in answer.told.map(word) where told.last != turn {
        told.append(turn)
      }
      if told == ["E", "-"] { return "E" }
      return told.joined(separator: table.name == "uv_poll" ? "," : ", ")
    }
  }

  private func word(_ flags: [String]?) -> String {
    guard let flags else { return "-" }
    return table.name == "uv_poll" ? letters(flags) : flags.joined(separator: " ")
  }

  private func letters(_ flags: [String]) -> String {
    flags.map { String($0.prefix(1)) }.joined()
  }
}

/// The JSON of `conformance probe`, by the keys that docs/report-schema.md names.
struct ProbedReport: Decodable {
  struct Table: Decodable {
    var name: String
    var mechanism: String
    var version: String
    var questions: [[String]]
    var rows: [Row]
  }

  struct Row: Decodable {
    var state: String
    var description: String
    var steps: [String]
    var result: String
    var reason: String?
    var answers: [Answer]
  }

  struct Answer: Decodable {
    var asked: [String]
    var told: [[String]?]
  }

  var schema: Int
  var environment: [String: String]
  var tables: [Table]
}
