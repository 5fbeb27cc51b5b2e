internal import EventLoopAPI

extension ScenarioParser {
  /// The words that a name cannot be, because they mean something in a step or an expectation.
  private static let reserved: Set<String> = [
    "wake", "nothing", "or", "timer", "on", "at", "to", "over", "from", "forever", "none", "end", "dup",
    "every",
    "off", "of", "fifo-reader", "fifo-writer",
  ]

  /// The most characters of a name: explanations have tables of them.
  private static let longestName = 32

  /// Reads the name of an object that is made here.
  func parseNewName(_ reader: inout LineReader) throws(ScenarioError) -> String {
    let word = try parseNameWord("a new object's name", &reader)
    guard !objects.contains(word.text), !timers.contains(where: { $0.name == word.text }) else {
      throw reader.error("there is a '\(word.text)' already", at: word)
    }
    return word.text
  }

  /// Reads the name of a timer, which may be used again.
  mutating func parseTimerName(
    _ reader: inout LineReader, on loop: ScenarioLoop
  ) throws(ScenarioError) -> String {
    let word = try parseNameWord("a timer's name or 'at'", &reader)
    guard !objects.contains(word.text) else {
      throw reader.error("'\(word.text)' is an object", at: word)
    }
    timers.insert(NameOnLoop(word.text, loop))
    return word.text
  }

  private func parseNameWord(
    _ expected: String, _ reader: inout LineReader
  ) throws(ScenarioError) -> LineReader.Word {
    let word = try reader.take(expected)
    let isName =
      word.text.unicodeScalars.first.map { ("a"..."z").contains($0) } ?? false
      && word.text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
      }
    let isTaken =
      Self.reserved.contains(word.text) || Self.stepWords.contains(word.text)
      || Self.readinessFlags[word.text] != nil || Self.flags[word.text] != nil
      || ObjectKind.Plain(rawValue: word.text) != nil
    guard isName, !isTaken else {
      throw reader.error("expected \(expected), found '\(word.text)'", at: word)
    }
    guard word.text.count <= Self.longestName else {
      throw reader.error(
        "expected at most \(Self.longestName) characters in \(expected), found \(word.text.count)", at: word)
    }
    return word
  }

  /// Reads the name of an object that an earlier step has made.
  func parseObject(_ reader: inout LineReader) throws(ScenarioError) -> String {
    let word = try reader.take("an object")
    guard objects.contains(word.text) else {
      throw reader.error("there is no object '\(word.text)'", at: word)
    }
    return word.text
  }

  /// Reads `of` and the name of a FIFO's end.
  func parseFIFO(_ reader: inout LineReader) throws(ScenarioError) -> String {
    try reader.expect("of")
    let word = reader.next
    let name = try parseObject(&reader)
    guard fifos.contains(name) else { throw reader.error("'\(name)' is no end of a FIFO", at: word) }
    return name
  }

  /// Reads the name of an object that an earlier step has registered with a loop.
  func parseRegistered(
    _ reader: inout LineReader, on loop: ScenarioLoop
  ) throws(ScenarioError) -> String {
    let word = reader.next
    let name = try parseObject(&reader)
    guard registered.contains(NameOnLoop(name, loop)) else {
      throw reader.error("'\(name)' was never registered", at: word)
    }
    return name
  }

  /// A word that stands for an interest or a trigger.
  private enum Flag {
    case interest(Interest)
    case trigger(Trigger)
  }

  private static let flags: [String: Flag] = [
    "none": .interest([]), "readable": .interest(.readable), "writable": .interest(.writable),
    "priority": .interest(.priority), "peerClosed": .interest(.peerClosed),
    "level": .trigger(.level), "edge": .trigger(.edge), "oneShot": .trigger(.oneShot),
    "exclusive": .trigger(.exclusive), "wakeUp": .trigger(.wakeUp),
  ]

  /// Reads an interest and a trigger, in any order, up to the expectation.
  func parseFlags(_ reader: inout LineReader) throws(ScenarioError) -> (Interest, Trigger) {
    var interest: Interest?
    var trigger = Trigger.level
    while let word = reader.next, word.text != "->" {
      _ = try reader.take("a flag")
      switch Self.flags[word.text] {
      case .interest(let flag): interest = (interest ?? []).union(flag)
      case .trigger(let flag): trigger.formUnion(flag)
      case nil:
        throw reader.error(
          "expected an interest (readable, writable, priority, peerClosed, none) or a trigger "
            + "(level, edge, oneShot, exclusive, wakeUp), found '\(word.text)'", at: word)
      }
    }
    guard let interest else { throw reader.unexpected("an interest; write 'none' for the empty one") }
    return (interest, trigger)
  }
}

extension LineReader {
  /// The line's words up to its expectation, with single spaces.
  var textBeforeArrow: String {
    words.prefix { $0.text != "->" }.map(\.text).joined(separator: " ")
  }

  /// Takes a whole number.
  mutating func takeNumber(_ expected: String, in range: ClosedRange<Int>) throws(ScenarioError) -> Int {
    let word = try take(expected)
    guard word.text.first != "+", let value = Int(word.text), range.contains(value) else {
      throw error(
        "expected \(expected) from \(range.lowerBound) to \(range.upperBound), found '\(word.text)'", at: word
      )
    }
    return value
  }

  /// A thousand hours in microseconds: no sum of such spans overflows.
  private static let longestSpan = 3_600_000_000_000

  /// Takes a span of time and returns it in microseconds.
  mutating func takeSpan() throws(ScenarioError) -> Int {
    let word = try take("a span of time, such as '20ms'")
    let units = [("us", 1), ("ms", 1000), ("s", 1_000_000), ("h", 3_600_000_000)]
    for (unit, microseconds) in units where word.text.hasSuffix(unit) {
      let number = word.text.dropLast(unit.count)
      guard let value = Int(number), number.first?.isNumber == true else { continue }
      guard value <= Self.longestSpan / microseconds else {
        throw error("expected at most '1000h', found '\(word.text)'", at: word)
      }
      return value * microseconds
    }
    throw error(
      "expected a span of time, such as '500us', '20ms', '2s' or '1h', found '\(word.text)'", at: word)
  }

  /// Takes one of some words.
  mutating func takeCase<Value>(
    _ expected: String, among cases: [String: Value]
  ) throws(ScenarioError) -> Value {
    let word = try take(expected)
    guard let value = cases[word.text] else {
      throw error("expected \(expected), found '\(word.text)'", at: word)
    }
    return value
  }
}
