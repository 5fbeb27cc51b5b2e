extension Scenario {
  /// The comments that stand before the first header or step, line by line.
  var comments: [String] {
    source.split(whereSeparator: \.isNewline).lazy.map { $0.drop { $0 == " " || $0 == "\t" } }
      .prefix { $0.hasPrefix("#") }.map { String($0.drop { $0 == "#" || $0 == " " }) }
  }

  /// The backend that a comment `# backend: NAME …` says the file was made for; nil if there is none.
  public var recordedBackend: String? {
    let mark = "backend:"
    return comments.lazy.filter { $0.hasPrefix(mark) }
      .compactMap { $0.dropFirst(mark.count).split(separator: " ").first.map(String.init) }.first
  }
}
