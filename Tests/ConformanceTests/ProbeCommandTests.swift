import Foundation
import Testing

@Suite("The command 'probe'")
struct ProbeCommandTests {
  @Test("text has a row for each state and a column for each question")
  func text() throws {
    let run = try CommandRun(["probe", "pipe/*", "eventfd/zero"])
    #expect(run.status == 0)
    #expect(run.complaints == "" && !run.output.contains("\u{1B}"))
    let rows = run.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      rows.contains { $0.hasPrefix("epoll_wait Linux ") } && rows.contains { $0.hasPrefix("uv_poll libuv ") })
    #expect(rows.contains("state IN+OUT+PRI+RDHUP"))
    #expect(rows.contains("state R W D P RW RD RWD RWDP"))
    #expect(rows.contains("pipe/data-writer-closed IN+HUP the read end, with data, the writer gone"))
    #expect(rows.contains("pipe/room . W . . W . W W the write end, with room"))
    #expect(rows.count { $0.hasPrefix("pipe/") } == 16)
    #expect(rows.count { $0.hasPrefix("eventfd/zero ") } == 2)
    #expect(!run.output.contains("tcp/"))
  }

  @Test("JSON has the documented fields")
  func json() throws {
    let run = try CommandRun(["probe", "pipe/data", "--format", "json"])
    #expect(run.status == 0)
    let report = try JSONDecoder().decode(ProbedReport.self, from: Data(run.output.utf8))
    #expect(report.schema == 1)
    #expect(report.environment["kernel"]?.isEmpty == false)
    #expect(report.tables.map(\.name) == ["epoll_wait", "uv_poll"])
    #expect(report.tables.map(\.mechanism) == ["Linux", "libuv"])
    #expect(report.tables[0].version == report.environment["kernel"])
    for table in report.tables {
      let row = try #require(table.rows.first)
      #expect(table.rows.count == 1 && row.state == "pipe/data" && row.result == "answered")
      #expect(row.steps == ["open r w = pipe", "write w 1", "watch r"])
      #expect(row.answers.map(\.asked) == table.questions)
      #expect(row.answers.allSatisfy { $0.told.count == 3 })
    }
    #expect(report.tables[0].rows[0].answers[0].told == [["IN"], ["IN"], ["IN"]])
    #expect(report.tables[1].rows[0].answers[1].asked == ["WRITABLE"])
    #expect(report.tables[1].rows[0].answers[1].told == [nil, nil, nil])
  }

  @Test("--table chooses the tables and their order, and --output the file")
  func choice() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appendingPathComponent("report")
    let run = try CommandRun([
      "probe", "pipe/data", "--table", "uv_poll,epoll_wait", "--format", "json", "--output", file.path,
    ])
    #expect(run.status == 0 && run.output == "")
    let report = try JSONDecoder().decode(ProbedReport.self, from: try Data(contentsOf: file))
    #expect(report.tables.map(\.name) == ["uv_poll", "epoll_wait"])
  }

  @Test(
    "wrong words are status 64",
    arguments: [
      ["--table", "kqueue"], ["--table", "epoll_wait,epoll_wait"], ["--table", ""], ["--format", "yaml"],
      ["--time-limit", "0"], ["--sideways"], ["no/such"], ["pipe/data", "no/*"], [""],
    ])
  func wrongWords(_ arguments: [String]) throws {
    let run = try CommandRun(["probe"] + arguments)
    #expect(run.status == 64)
    #expect(run.output == "" && run.complaints != "")
  }

  @Test("messages name what there is")
  func messages() throws {
    #expect(try CommandRun(["probe", "--table", "kqueue"]).complaints.contains("epoll_wait,uv_poll"))
    #expect(try CommandRun(["probe", "no/such"]).complaints.contains("no state 'no/such'"))
    #expect(try CommandRun(["--help"]).output.contains("probe"))
  }

  @Test("output that cannot be written is status 74", arguments: ["/no/such/folder/report", "/dev/full"])
  func unwritableOutput(_ path: String) throws {
    let run = try CommandRun(["probe", "pipe/data", "--table", "epoll_wait", "--output", path])
    #expect(run.status == 74)
    #expect(run.complaints.contains("cannot write '\(path)'"))
  }

  @Test("without libuv the other table still comes; status 69 if libuv's was asked for")
  func missingLibrary() throws {
    let folder = try Self.folder(
      worker: "echo 'libuv.so.1: cannot open shared object file' >&2\nexit 127\n")
    for (arguments, status) in [([], 0), (["--table", "epoll_wait,uv_poll"], 69)] as [([String], Int32)] {
      let run = try CommandRun(["probe", "pipe/data"] + arguments, in: folder.url)
      #expect(run.status == status)
      #expect(run.output.contains("epoll_wait  Linux") && !run.output.contains("uv_poll"))
      #expect(run.complaints.contains("libuv.so.1: cannot open shared object file"))
      #expect(run.complaints.contains("apt-get install libuv1-dev"))
    }
    let alone = try CommandRun(["probe", "--table", "uv_poll"], in: folder.url)
    #expect(alone.status == 69 && alone.output == "")
  }

  @Test("without the worker program it is the same")
  func missingWorker() throws {
    let folder = try Self.folder(worker: nil)
    let run = try CommandRun(["probe", "pipe/data"], in: folder.url)
    #expect(run.status == 0 && run.output.contains("epoll_wait  Linux"))
    #expect(run.complaints.contains("'uv_poll' is unavailable"))
    #expect(try CommandRun(["probe", "--table", "uv_poll"], in: folder.url).status == 69)
  }

  @Test("a mechanism that crashes costs its rows, which say so, and status 1")
  func crash() throws {
    let hello =
      #"{"name":"uv_poll","mechanism":"libuv","version":"1.44.2","capabilities":{},"#
      + #""timerResolutionNanoseconds":0,"questions":[["READABLE"],["WRITABLE"]]}"#
    let folder = try Self.folder(worker: "echo '\(hello)'\nread request\necho why >&2\nkill -SEGV $$\n")
    let run = try CommandRun(["probe", "pipe/data", "pipe/full", "--format", "json"], in: folder.url)
    #expect(run.status == 1)
    let report = try JSONDecoder().decode(ProbedReport.self, from: Data(run.output.utf8))
    #expect(
      report.tables.map { $0.rows.map(\.result) } == [
        ["answered", "answered"], ["crashed", "crashed"],
      ])
    #expect(report.tables.last?.rows.first?.reason == "SIGSEGV: why")
    let text = try CommandRun(["probe", "pipe/data"], in: folder.url).output
    #expect(text.contains("crashed: SIGSEGV: why"))
  }

  /// A folder with the command and, as its worker for libuv, a shell script.
  private static func folder(worker: String?) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try CommandRun.copyProgram(
      at: CommandRun.products.appendingPathComponent("conformance"),
      to: folder.url.appendingPathComponent("conformance"))
    if let worker {
      let script = try folder.create("script", "#!/bin/sh\n" + worker)
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
      try CommandRun.copyProgram(at: script, to: folder.url.appendingPathComponent("conformance-uv"))
    }
    return folder
  }
}
