import ArgumentParser
import ConformanceSuite

/// `conformance claims`.
struct ClaimsCommand: ParsableCommand {
  /// In which form the report is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case markdown
  }

  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Tries what three documents say about epoll, and says what holds.",
    discussion: """
      Each verdict, holds, refuted or depends, is computed from what is observed on this kernel. Two of the \
      claims are about servers, which are tried on epoll and on libuv. Some take 10,100 descriptors \
      (ulimit -Hn). Status 1 if a claim could not be decided, as those about servers without libuv.
      """
  )

  @Argument(help: "Ids (et-once) or globs (et-*); all claims if none is given.")
  var claims: [String] = []

  @Flag(help: "Show all that was done and observed, as is done for claims that are named.")
  var evidence = false

  @Flag(help: "List the claims, and try nothing.")
  var list = false

  @Option(help: ArgumentHelp("The seconds that one claim may take.", valueName: "seconds"))
  var timeLimit: Int = 30

  @Option(help: "text, json, or markdown, the form of docs/claims.md.")
  var format: Format = .text

  @Option(help: ArgumentHelp("The file to write to instead of standard output.", valueName: "file"))
  var output: String?

  func validate() throws {
    guard (1...3600).contains(timeLimit) else {
      throw ValidationError("--time-limit must be 1 to 3600 seconds")
    }
    if list, format == .markdown {
      throw ValidationError("a list is text or json: --list and --format markdown exclude each other")
    }
  }

  func run() throws {
    let file = OutputFile(path: output)
    try file.check()
    let selected = try Status.reporting { try Claim.select(claims) }
    if list {
      let list = ClaimList(selected)
      return try file.write(format == .json ? list.json : list.text(file.style))
    }
    let report = try Status.reporting { try examine(selected) }
    let text =
      switch format {
      case .text: ClaimText(report, file.style, showsEvidence: evidence || !claims.isEmpty).text
      case .json: report.json
      case .markdown: ClaimMarkdown(report).text
      }
    try file.write(text)
    for claim in report.undecided {
      Status.say("\(claim.id) could not be decided: \(claim.reason ?? "")")
    }
    if !report.undecided.isEmpty { throw Status.undeclared.code }
  }

  private func examine(_ claims: [Claim]) throws(SuiteError) -> ClaimReport {
    var libuv = KnownBackend.uv.program
    libuv.advice = KnownBackend.needsOfLibuv
    var examiner = ClaimExaminer([KnownBackend.epoll.program, libuv])
    examiner.timeLimit = .seconds(timeLimit)
    try examiner.check()
    let line = ProgressLine()
    defer { line.clear() }
    return examiner.report(on: claims) { progress in
      line.show("\(progress.done)/\(progress.total)  \(progress.claim)")
    }
  }
}
