/// A function, a type or a macro that emitted programs use.
struct CHelper {
  /// The names that it declares.
  let names: Set<String>

  /// Its C.
  ///
  /// A line that begins with `@FACT` or `@!FACT` is there only in a program of which that holds, or does not;
  /// several are joined by `+`. `$NUMBER` is one of the program's numbers.
  private let template: String

  init(_ names: String..., template: String) {
    self.names = Set(names)
    self.template = template
  }

  /// Its C in a program.
  func source(_ facts: CFacts) -> String {
    let lines = template.split(separator: "\n", omittingEmptySubsequences: false).compactMap {
      line -> Substring? in
      guard line.hasPrefix("@") else { return line }
      let end = line.firstIndex(of: " ") ?? line.endIndex
      guard line[..<end].dropFirst().split(separator: "+").allSatisfy(facts.holds) else { return nil }
      return line[end...].dropFirst()
    }
    return facts.numbers.reduce(lines.joined(separator: "\n")) { text, number in
      text.replacing("$\(number.key)", with: "\(number.value)")
    }
  }

  /// The helpers that a text needs, also by one another, in the order in which they are to be declared.
  static func needed(by text: String, _ facts: CFacts) -> [String] {
    var words = CWords.identifiers(in: text)
    var sources: [String] = []
    // Each is declared before those that use it, so one look from the end finds all.
    for helper in all(for: facts.target).reversed() where !words.isDisjoint(with: helper.names) {
      let source = helper.source(facts)
      words.formUnion(CWords.identifiers(in: source))
      if !source.isEmpty { sources.append(source) }
    }
    return sources.reversed()
  }

  private static func all(for target: EmissionTarget) -> [CHelper] {
    let loop = target == .epoll ? epollLoop + epollBatch : libuvLoop + libuvBatch
    let making = settling + sockets + passing + objects + systemObjects
    return checking + making + transfer + threads + telling + loop + waking + collecting
  }
}
