/// Reads a ledger file: blocks of lines, each with a field's name and its text.
struct LedgerParser {
  private static let fields = ["difference", "version", "observed", "sometimes", "reason", "cites"]

  /// Reads the entries of one file.
  static func parse(_ source: String, backend: String, file: String) throws(ScenarioError) -> [LedgerEntry] {
    var entries: [LedgerEntry] = []
    var block: LedgerParser?
    var number = 0
    for line in source.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
    {
      number += 1
      var reader = LineReader(line, file: file, line: number)
      guard !reader.isAtEnd else { continue }
      let field = try reader.take("a field")
      if field.text == "difference" {
        if let finished = block { entries.append(try finished.entry()) }
        block = LedgerParser(backend: backend, file: file, line: number)
      }
      guard fields.contains(field.text) else {
        throw reader.error(
          "expected a field (\(fields.joined(separator: ", "))), found '\(field.text)'", at: field)
      }
      guard block != nil else { throw reader.error("expected 'difference' first", at: field) }
      try block?.set(field, &reader)
    }
    if let finished = block { entries.append(try finished.entry()) }
    return entries
  }

  private let backend: String
  private let file: String
  private let line: Int
  private var pattern = ""
  private var versions: VersionRange?
  private var observed: [String] = []
  private var luck: String?
  private var reason = ""
  private var citations: [String] = []

  private init(backend: String, file: String, line: Int) {
    self.backend = backend
    self.file = file
    self.line = line
  }

  private mutating func set(_ field: LineReader.Word, _ reader: inout LineReader) throws(ScenarioError) {
    guard !reader.isAtEnd else { throw reader.unexpected("the text of '\(field.text)'") }
    switch field.text {
    case "difference": pattern = reader.rest
    case "version" where versions == nil: versions = try Self.parseVersions(&reader)
    case "observed": observed.append(try Self.parseObserved(reader))
    case "sometimes" where luck == nil: luck = reader.rest
    case "reason" where reason.isEmpty: reason = reader.rest
    case "version", "sometimes", "reason":
      throw reader.error("'\(pattern)' has a line '\(field.text)' already", at: field)
    default: citations += reader.rest.split(separator: " ").map(String.init)
    }
    reader.takeRest()
  }

  private func entry() throws(ScenarioError) -> LedgerEntry {
    func missing(_ field: String) -> ScenarioError {
      ScenarioError(file: file, line: line, column: 1, message: "'\(pattern)' has no line '\(field)'")
    }
    guard let versions else { throw missing("version") }
    guard !observed.isEmpty else { throw missing("observed") }
    guard !reason.isEmpty else { throw missing("reason") }
    guard !citations.isEmpty else { throw missing("cites") }
    // A glob would let luck excuse scenarios that nobody has looked at.
    guard luck == nil || !pattern.contains("*") else {
      throw ScenarioError(
        file: file, line: line, column: 1,
        message: "'\(pattern)' is for several scenarios: what is seen sometimes is declared for each one")
    }
    return LedgerEntry(
      backend: backend, pattern: pattern, versions: versions, observed: observed, luck: luck, reason: reason,
      citations: citations, file: file, line: line)
  }

  private static func parseVersions(_ reader: inout LineReader) throws(ScenarioError) -> VersionRange {
    if reader.takeIf("any") {
      try reader.expectEnd()
      return VersionRange(bounds: nil)
    }
    let first = try parseVersion(&reader)
    try reader.expect("...")
    let end = reader.next
    let last = try parseVersion(&reader)
    try reader.expectEnd()
    let bounds = VersionRange.ClosedBounds(first: first, last: last)
    guard !bounds.areReversed else {
      throw reader.error("the range ends before it begins: no version is in it", at: end)
    }
    return VersionRange(bounds: bounds)
  }

  private static func parseVersion(_ reader: inout LineReader) throws(ScenarioError) -> [Int] {
    let word = try reader.take("a version or 'any'")
    let numbers = VersionRange.numbers(of: word.text)
    guard numbers.map(String.init).joined(separator: ".") == word.text else {
      throw reader.error("expected a version such as '1.44' or 'any', found '\(word.text)'", at: word)
    }
    return numbers
  }

  private static func parseObserved(_ reader: LineReader) throws(ScenarioError) -> String {
    let text = reader.rest
    let isStep = text.wholeMatch(of: /step [1-9][0-9]*: .+/) != nil
    guard isStep || text.hasPrefix("crashed ") || text == "timedOut" || text.hasPrefix("leak: ") else {
      throw reader.unexpected("'step N: OUTCOME', 'crashed SIGNAL', 'timedOut' or 'leak: WHAT'")
    }
    return text
  }
}
