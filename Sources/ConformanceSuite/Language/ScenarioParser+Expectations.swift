internal import EventLoopAPI

extension ScenarioParser {
  /// Reads what is expected after `->`; without it a wait is judged by the model, and a step must succeed.
  func parseExpectation(
    of action: Action, on loop: ScenarioLoop, _ reader: inout LineReader
  ) throws(ScenarioError) -> [Outcome] {
    guard reader.takeIf("->") else {
      switch action {
      case .wait, .collect, .embed, .object(_, .mode), .object(_, .takeError), .object(_, .readError):
        return []
      default: return [.done]
      }
    }
    var outcomes: [Outcome] = []
    repeat {
      if let quoted = try parseQuoted(&reader) {
        outcomes.append(action.isWait ? Outcome(text: quoted) : .word(quoted))
      } else {
        outcomes.append(try action.isWait ? parseEvents(of: loop, &reader) : parseWord(of: action, &reader))
      }
    } while reader.takeIf("or")
    return outcomes
  }

  /// Reads an outcome in quotation marks, as a report writes it: one that has no word of the language.
  private func parseQuoted(_ reader: inout LineReader) throws(ScenarioError) -> String? {
    guard let first = reader.next, first.text.hasPrefix("\"") else { return nil }
    var text = ""
    repeat {
      let word = try reader.take("the end of the quotation")
      text += text.isEmpty || word.text == "," ? word.text : " " + word.text
    } while !text.hasSuffix("\"") || text.count == 1
    guard text.count > 2 else { throw reader.error("an outcome has at least one character", at: first) }
    return String(text.dropFirst().dropLast())
  }

  private func parseWord(of action: Action, _ reader: inout LineReader) throws(ScenarioError) -> Outcome {
    let expected: String
    let allowed: [String]
    switch action {
    case .object(_, .mode):
      (expected, allowed) = ("'blocking' or 'nonblocking'", ["blocking", "nonblocking"])
    case .embed: (expected, allowed) = ("'ready' or 'idle'", ["ready", "idle"])
    case .cancel: (expected, allowed) = ("'spent'", ["spent"])
    case .object(_, .read), .object(_, .peek):
      (expected, allowed) = ("'end' or the name of an error", ["end"])
    default: (expected, allowed) = ("the name of an error, such as 'EEXIST'", [])
    }
    let word = try reader.take(expected)
    guard allowed.contains(word.text) || ErrorName.isKnown(word.text) else {
      throw reader.error("expected \(expected), found '\(word.text)'", at: word)
    }
    return .word(word.text)
  }

  private func parseEvents(
    of loop: ScenarioLoop, _ reader: inout LineReader
  ) throws(ScenarioError) -> Outcome {
    if reader.takeIf("nothing") { return .nothing }
    var items: [String] = []
    repeat {
      items.append(try parseEvent(of: loop, &reader))
    } while reader.takeIf(",")
    return Outcome(items)
  }

  private func parseEvent(
    of loop: ScenarioLoop, _ reader: inout LineReader
  ) throws(ScenarioError) -> String {
    if reader.takeIf("wake") { return "wake" }
    if reader.takeIf("timer") {
      let name = try reader.take("a timer")
      guard timers.contains(NameOnLoop(name.text, loop)) else {
        throw reader.error("there is no timer '\(name.text)'", at: name)
      }
      return "timer \(name.text)"
    }
    let word = try reader.take("'nothing', 'wake', 'timer NAME' or an object with ':'")
    let name = String(word.text.dropLast())
    guard word.text.hasSuffix(":"), objects.contains(name) else {
      throw reader.error(
        "expected 'nothing', 'wake', 'timer NAME' or an object with ':', found '\(word.text)'", at: word)
    }
    var readiness = Readiness()
    while let flag = reader.next, flag.text != ",", flag.text != "or" {
      _ = try reader.take("a flag")
      guard let member = Self.readinessFlags[flag.text] else {
        throw reader.error(
          "expected a flag (readable, writable, priority, peerClosed, error, hangup), found '\(flag.text)'",
          at: flag)
      }
      readiness.formUnion(member)
    }
    guard !readiness.isEmpty else { throw reader.unexpected("a flag") }
    return "\(name): \(readiness)"
  }

  static let readinessFlags: [String: Readiness] = [
    "readable": .readable, "writable": .writable, "priority": .priority, "peerClosed": .peerClosed,
    "error": .error, "hangup": .hangup,
  ]
}
