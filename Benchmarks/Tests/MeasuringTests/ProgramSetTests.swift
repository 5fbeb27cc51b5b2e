import Foundation
import Testing

@testable import Measuring

@Suite("Running programs")
struct ProgramSetTests {
  /// A directory with one program that does what the shell commands say.
  private static func withProgram<Result>(
    _ commands: String, _ body: (ProgramSet) throws -> Result
  ) throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: directory) }
    let program = directory.appendingPathComponent(Implementation.c.program).path
    try Data("#!/bin/sh\n\(commands)\n".utf8).write(to: URL(fileURLWithPath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    return try body(ProgramSet(directory: directory.path, implementations: [.c]))
  }

  private static func time(_ operation: String, _ programs: ProgramSet) throws -> Double? {
    let command = programs.command(.c, Workload.timers(1).arguments(length: 1))
    return try programs.timings(command, of: [operation]).first?.nanosecondsPerOperation
  }

  @Test("A program that has several loops is told which, and one that finds in several ways, how")
  func commands() throws {
    try Self.withProgram("") { programs in
      let arguments = Workload.ready(100, of: 500).arguments(length: 9)
      #expect(
        programs.command(.epollLoop, arguments).arguments == ["epoll-loop", "ready", "100", "500", "9"])
      #expect(programs.command(.epollLoop, arguments).path.hasSuffix("/with-twinloop"))
      #expect(programs.command(.poll, arguments).description == "with-c ready-by-poll 100 500 9")
      #expect(programs.command(.libev, arguments).description == "with-libev ready 100 500 9")
    }
  }

  @Test("A program that is not there is missing, with a remedy")
  func missing() throws {
    let error = #expect(throws: MeasuringError.self) {
      try ProgramSet(directory: "/nonexistent", implementations: [.libev])
    }
    #expect(error?.description.hasPrefix("/nonexistent/with-libev is missing: `make cost`") == true)
  }

  @Test("The workload is the command line, and the printed lines are the result")
  func runs() throws {
    let times = try Self.withProgram(#"echo other 9 9; echo "$1-$2-$3" 84 2"#) {
      let workload = Workload.churn(descriptors: 5)
      return try $0.timings($0.command(.c, workload.arguments(length: 10)), of: ["churn-5-10", "other"])
        .map(\.nanosecondsPerOperation)
    }
    #expect(times == [42, 1])
  }

  @Test("More output than a pipe holds is read, from both of its streams")
  func muchOutput() throws {
    let loop = "i=0; while [ $i -lt 4000 ]; do echo event $i 1; echo complaint $i >&2; i=$((i+1)); done"
    let times = try Self.withProgram("\(loop); echo last 7 1") {
      try Self.time("last", $0)
    }
    #expect(times == 7)
  }

  @Test("A program that fails is reported with its status and its last words")
  func fails() throws {
    let expected = MeasuringError.failed(
      command: "with-c timers 1 1", status: 3, message: "epoll_create1: Too many open files")
    #expect(throws: expected) {
      try Self.withProgram("echo 'epoll_create1: Too many open files' >&2; exit 3") {
        try Self.time("event", $0)
      }
    }
  }

  @Test("A program that a signal ends has failed with 128 and the signal's number")
  func crashes() throws {
    let expected = MeasuringError.failed(command: "with-c timers 1 1", status: 137, message: "")
    #expect(throws: expected) {
      try Self.withProgram("echo event 1 1; kill -KILL $$") {
        try Self.time("event", $0)
      }
    }
  }

  @Test("Output without the operation is reported", arguments: ["hello", "start 1 1"])
  func unreadable(output: String) throws {
    let expected = MeasuringError.unreadable(command: "with-c timers 1 1", output: output + "\n")
    #expect(throws: expected) {
      try Self.withProgram("echo \(output)") { try Self.time("event", $0) }
    }
  }
}
