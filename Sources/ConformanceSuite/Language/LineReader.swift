/// Reads the words of one line, and says where one is not what was expected.
struct LineReader {
  /// One word and the column it starts at, from 1.
  struct Word {
    var text: String
    var column: Int
  }

  let file: String
  let line: Int
  private(set) var words: [Word] = []
  private var position = 0
  private let content: [Character]

  /// Splits a line at spaces, after dropping its comment; a comma is a word of its own.
  init(_ text: Substring, file: String, line: Int) {
    self.file = file
    self.line = line
    content = Self.withoutComment(text)
    var word = ""
    var words: [Word] = []
    func finish(before column: Int) {
      guard !word.isEmpty else { return }
      words.append(Word(text: word, column: column - word.count))
      word = ""
    }
    for (index, character) in content.enumerated() {
      switch character {
      case " ", "\t":
        finish(before: index + 1)
      case ",":
        finish(before: index + 1)
        words.append(Word(text: ",", column: index + 1))
      default:
        word.append(character)
      }
    }
    finish(before: content.count + 1)
    self.words = words
  }

  /// A comment starts with a number sign at the start of the line or after a space.
  private static func withoutComment(_ text: Substring) -> [Character] {
    var content: [Character] = []
    for character in text {
      if character == "#", content.last.map({ $0 == " " || $0 == "\t" }) ?? true { break }
      content.append(character)
    }
    while let last = content.last, last == " " || last == "\t" || last == "\r" {
      content.removeLast()
    }
    return content
  }

  var isAtEnd: Bool { position == words.count }

  var next: Word? { position < words.count ? words[position] : nil }

  /// The text from the next word to the end of the line, as written.
  var rest: String { next.map { String(content[($0.column - 1)...]) } ?? "" }

  /// Takes the next word, whatever it is.
  mutating func take(_ expected: String) throws(ScenarioError) -> Word {
    guard let word = next else { throw error("expected \(expected), found the end of the line") }
    position += 1
    return word
  }

  /// Takes the next word if it is this one.
  mutating func takeIf(_ text: String) -> Bool {
    guard next?.text == text else { return false }
    position += 1
    return true
  }

  /// Takes the next word, which must be this one.
  mutating func expect(_ text: String) throws(ScenarioError) {
    guard takeIf(text) else { throw unexpected("'\(text)'") }
  }

  /// Takes all the words that are left.
  mutating func takeRest() {
    position = words.count
  }

  func expectEnd() throws(ScenarioError) {
    guard isAtEnd else { throw unexpected("the end of the line") }
  }

  /// The error that the next word is not what was expected.
  func unexpected(_ expected: String) -> ScenarioError {
    guard let word = next else { return error("expected \(expected), found the end of the line") }
    return error("expected \(expected), found '\(word.text)'")
  }

  /// An error at a word, or at the next one.
  func error(_ message: String, at word: Word? = nil) -> ScenarioError {
    let column = word?.column ?? next?.column ?? content.count + 1
    return ScenarioError(file: file, line: line, column: column, message: message)
  }
}
