/// A pattern for ids: `*` stands for any characters but `/`, `**` for any characters, everything else for
/// itself.
struct Glob {
  private let pattern: [Character]

  init(_ pattern: String) {
    self.pattern = Array(pattern)
  }

  func matches(_ text: String) -> Bool {
    matches(pattern[...], Array(text)[...])
  }

  private func matches(_ pattern: ArraySlice<Character>, _ text: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    guard first == "*" else {
      return text.first == first && matches(pattern.dropFirst(), text.dropFirst())
    }
    let crossesSlashes = pattern.dropFirst().first == "*"
    let rest = pattern.dropFirst(crossesSlashes ? 2 : 1)
    var remaining = text
    while true {
      if matches(rest, remaining) { return true }
      guard let next = remaining.first, crossesSlashes || next != "/" else { return false }
      remaining = remaining.dropFirst()
    }
  }
}
