/// Text in lines of a limited width.
enum Wrapping {
  /// Breaks a text at spaces, and a word that is too long within it.
  static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      var word = String(word)
      if !line.isEmpty, line.count + 1 + word.count <= width {
        line += " " + word
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while word.count > width {
        lines.append(String(word.prefix(width)))
        word = String(word.dropFirst(width))
      }
      line = word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Lines of at most 100 columns: a text behind a label, broken only if it is too long.
  static func lines(_ text: String, behind label: String) -> [String] {
    let room = 100 - label.count
    let broken = text.count <= room ? [text] : lines(text, width: room)
    return broken.enumerated().map { index, line in
      (index == 0 ? label : String(repeating: " ", count: label.count)) + line
    }
  }
}
