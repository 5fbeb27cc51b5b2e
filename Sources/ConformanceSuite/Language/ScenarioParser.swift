internal import EventLoopAPI

/// Reads a scenario from its text; DESIGN.md and docs/scenario-language.md describe the language.
struct ScenarioParser {
  private let file: String
  private var purpose: String?
  private var citations: [String] = []
  private var neededFeatures: [String] = []
  private var batchCapacity: Int?
  private var steps: [Step] = []

  /// The objects that the steps so far have made.
  var objects: Set<String> = []
  /// Those of the objects that are ends of FIFOs.
  var fifos: Set<String> = []
  /// The timers that were scheduled, and the objects that were registered, each on its loop.
  var timers: Set<NameOnLoop> = []
  var registered: Set<NameOnLoop> = []

  private init(file: String) {
    self.file = file
  }

  /// Reads a scenario.
  ///
  /// - Throws: ``ScenarioError``, with the file as given here.
  static func parse(_ source: String, id: String, file: String) throws(ScenarioError) -> Scenario {
    var parser = ScenarioParser(file: file)
    var number = 0
    for line in source.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" })
    {
      number += 1
      var reader = LineReader(line, file: file, line: number)
      guard !reader.isAtEnd else { continue }
      try parser.parse(&reader)
    }
    func missing(_ what: String) -> ScenarioError {
      ScenarioError(
        file: file, line: max(1, number), column: 1, message: "expected \(what), found the end of the file")
    }
    guard let purpose = parser.purpose else { throw missing("a line 'purpose'") }
    guard !parser.citations.isEmpty else { throw missing("a line 'cites'") }
    guard !parser.steps.isEmpty else { throw missing("a step") }
    return Scenario(
      id: id, purpose: purpose, citations: parser.citations, neededFeatures: parser.neededFeatures,
      batchCapacity: parser.batchCapacity, steps: parser.steps, source: source)
  }

  private mutating func parse(_ reader: inout LineReader) throws(ScenarioError) {
    switch reader.next?.text {
    case "purpose", "cites", "needs", "batch":
      guard steps.isEmpty else { throw reader.error("headers stand before the first step") }
      try parseHeader(&reader)
    default:
      steps.append(try parseStep(&reader))
    }
  }

  private mutating func parseHeader(_ reader: inout LineReader) throws(ScenarioError) {
    let keyword = try reader.take("a header")
    switch keyword.text {
    case "purpose":
      guard purpose == nil else { throw reader.error("there is a purpose already", at: keyword) }
      guard !reader.isAtEnd else { throw reader.unexpected("one sentence") }
      purpose = reader.rest
      reader.takeRest()
    case "cites":
      repeat {
        let word = try reader.take("a citation")
        guard Self.isCitation(word.text) else {
          throw reader.error(
            "expected a citation (\(Self.citationKinds.joined(separator: ", ")), each with ':'), "
              + "found '\(word.text)'",
            at: word)
        }
        citations.append(word.text)
      } while !reader.isAtEnd
    case "needs":
      repeat {
        let word = try reader.take("a feature")
        guard Capabilities.featureNames.contains(word.text) else {
          throw reader.error(
            "expected a feature (\(Capabilities.featureNames.joined(separator: ", "))), found '\(word.text)'",
            at: word)
        }
        neededFeatures.append(word.text)
      } while !reader.isAtEnd
    default:
      guard batchCapacity == nil else { throw reader.error("there is a batch already", at: keyword) }
      batchCapacity = try reader.takeNumber("a number of events", in: 1...1_000_000)
      try reader.expectEnd()
    }
  }

  private static let citationKinds = ["man", "kernel", "libuv", "libuv-issue", "seed", "row", "law", "url"]

  private static func isCitation(_ word: String) -> Bool {
    citationKinds.contains { word.hasPrefix($0 + ":") && word.count > $0.count + 1 }
  }

  private mutating func parseStep(_ reader: inout LineReader) throws(ScenarioError) -> Step {
    let line = reader.line
    let text = reader.textBeforeArrow
    var loop = takeLoop(&reader)
    let mayStayUndone = reader.takeIf("perhaps")
    var moment = Step.Moment.inTurn
    if mayStayUndone || reader.next?.text == "on" {
      try reader.expect("on")
      moment = .onDelivery(try parseSubject(&reader, of: loop), by: loop)
      loop = takeLoop(&reader)
    } else if loop == .first, reader.takeIf("meanwhile") {
      moment = .meanwhile
      loop = takeLoop(&reader)
    }
    let keyword = reader.next
    if loop == .second, !Self.loopWords.contains(keyword?.text ?? "") {
      let words = Self.loopWords + (moment == .inTurn ? ["on", "perhaps"] : [])
      throw reader.unexpected("a step on a loop (\(words.joined(separator: ", "))) after 'second'")
    }
    let action = try parseAction(&reader, on: loop)
    if moment == .meanwhile, !action.isAllowedMeanwhile {
      throw reader.error("expected a step on one object or 'wake' after 'meanwhile'", at: keyword)
    }
    if moment != .inTurn, action.isWait, action != .wait(.poll) {
      throw reader.error("of the waits only a plain 'wait' can be done on a delivery", at: keyword)
    }
    let expected = try parseExpectation(of: action, on: loop, &reader)
    try reader.expectEnd()
    return Step(
      line: line, text: text, moment: moment, mayStayUndone: mayStayUndone, loop: loop, action: action,
      expected: expected)
  }

  /// The loop that what follows is about.
  private func takeLoop(_ reader: inout LineReader) -> ScenarioLoop {
    reader.takeIf("second") ? .second : .first
  }

  /// The object, timer or wake that `on` names.
  private func parseSubject(
    _ reader: inout LineReader, of loop: ScenarioLoop
  ) throws(ScenarioError) -> String {
    let word = try reader.take("an object, a timer or 'wake', with ':'")
    guard word.text.hasSuffix(":") else { throw reader.error("expected '\(word.text):'", at: word) }
    let name = String(word.text.dropLast())
    guard name == "wake" || objects.contains(name) || timers.contains(NameOnLoop(name, loop)) else {
      throw reader.error("there is no object or timer '\(name)'", at: word)
    }
    return name
  }
}

extension Action {
  var isWait: Bool {
    switch self {
    case .wait, .collect: true
    default: false
    }
  }

  fileprivate var isAllowedMeanwhile: Bool {
    switch self {
    case .object, .wake(.here): true
    default: false
    }
  }
}
