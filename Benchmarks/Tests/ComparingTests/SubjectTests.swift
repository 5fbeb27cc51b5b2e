import Foundation
import Testing

@testable import Comparing
@testable import Measuring

@Suite("What is compared")
struct SubjectTests {
  @Test("Names are told apart, and the quick run has a part of the variants of most")
  func all() {
    #expect(Set(Benchmark.all.map(\.id)).count == Benchmark.all.count)
    for benchmark in Benchmark.all {
      #expect(Set(benchmark.variants.map(\.label)).count == benchmark.variants.count)
      let quick = benchmark.quick?.variants ?? []
      #expect(quick.allSatisfy(benchmark.variants.contains))
    }
  }

  @Test("A contestant that cannot be built leaves the others, and all else, as they are")
  func without() throws {
    let start = try #require(Benchmark.all.first { $0.id == "start" })
    let before = try #require(start.variants.first)
    let after = try #require(start.without(.embeddedEpollLoop).variants.first)
    #expect(before.contestants.filter { $0 != .embeddedEpollLoop } == after.contestants)
    #expect(before.contestants.count == after.contestants.count + 1)
    for benchmark in Benchmark.all where benchmark.id != "start" {
      #expect(benchmark.without(.embeddedEpollLoop) == benchmark)
    }
  }

  @Test("A run that counts is as long as a sample is to take, and no shorter than the first")
  func lengths() {
    #expect(Length.calibrated(from: 100).counted(afterFirstTaking: 1000, sample: 20_000) == 2000)
    #expect(Length.calibrated(from: 100).counted(afterFirstTaking: 50_000, sample: 20_000) == 100)
    #expect(Length.calibrated(from: 100).counted(afterFirstTaking: 0, sample: 1e9) == 100_000)
    #expect(Length.fixed(3).counted(afterFirstTaking: 1, sample: 1e9) == 3)
  }

  @Test("Values are told with three digits")
  func units() {
    #expect(Unit.nanoseconds.text(1.234) == "1.23 ns")
    #expect(Unit.nanoseconds.text(61.94) == "61.9 ns")
    #expect(Unit.nanoseconds.text(9123) == "9123 ns")
    #expect(Unit.nanoseconds.text(12_345) == "12.3 µs")
    #expect(Unit.nanoseconds.text(45_678_901) == "45.7 ms")
    #expect(Unit.bytes.text(48) == "48.0 B")
    #expect(9_000.grouped == "9,000")
    #expect(100.grouped == "100")
    #expect(1_000_000.grouped == "1,000,000")
  }

  @Test("A tool runs what is measured: of an echo the server, and not the client")
  func commands() throws {
    let programs = try ProgramSet(directory: "/programs", implementations: [])
    let tool = ProgramCommand(path: "/bin/strace", arguments: ["--summary-only"])
    func words(_ subject: Subject, _ tool: ProgramCommand?) -> [String] {
      let command = programs.command(for: subject, on: .epollLoop, length: 9, latencies: "-", tool: tool)
      return [command.path] + command.arguments
    }
    let workload = Subject.workload(.churn(descriptors: 5))
    let program = ["/programs/with-twinloop", "epoll-loop"]
    #expect(words(workload, nil) == program + ["churn", "5", "9"])
    #expect(words(workload, tool) == ["/bin/strace", "--summary-only"] + program + ["churn", "5", "9"])
    let echo = Subject.echo(connections: 2, bytes: 64)
    let load = ["/programs/echo-load", "2", "64", "9", "-"]
    #expect(words(echo, nil) == load + program + ["echo"])
    #expect(words(echo, tool) == load + ["/bin/strace", "--summary-only"] + program + ["echo"])
  }

  @Test("System calls are counted of the echo servers as well, but where there are too many connections")
  func counted() throws {
    let echo = try #require(Benchmark.all.first { $0.id == "echo" })
    #expect(echo.variants.filter { $0.counted != nil }.map(\.size) == [1, 100])
  }

  @Test("Latencies of several rounds are put together, and a file that is cut off is refused")
  func latencies() throws {
    let directory = try TemporaryDirectory()
    let file = directory.path("latencies")
    var recorder = LatencyRecorder()
    #expect(recorder.summary(of: .c) == nil)
    for round in 0..<2 {
      let times = (1...500).map { UInt64(1000 * ($0 + 500 * round)) }
      try times.withUnsafeBytes { try Data($0).write(to: URL(fileURLWithPath: file)) }
      try recorder.record(contentsOf: file)
    }
    let summary = try #require(recorder.summary(of: .c))
    #expect(summary.count == 1000)
    // To three digits, as the histogram keeps them.
    #expect(abs(Double(summary.p50) / 500_000 - 1) < 0.002)
    #expect(abs(Double(summary.p99) / 990_000 - 1) < 0.002)
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: file))
    #expect(throws: MeasuringError.self) { try recorder.record(contentsOf: file) }
  }

  @Test("The libraries of a program are those that ldd finds, without the C library")
  func libraries() {
    let report = """
      \tlinux-vdso.so.1 (0x00007ffd)
      \tlibuv.so.1 => /lib/x86_64-linux-gnu/libuv.so.1 (0x00007f01)
      \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f02)
      \tlibmissing.so => not found
      \t/lib64/ld-linux-x86-64.so.2 (0x00007f03)
      """
    #expect(SizeTools.libraries(inReport: report) == ["/lib/x86_64-linux-gnu/libuv.so.1"])
  }
}
