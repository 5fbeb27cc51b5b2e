/// A state that an object can be in, and how it is brought there.
///
/// The steps are those of the scenario language that concern objects alone. `watch NAME` among them says
/// which object is watched; what comes after it happens while it is.
public struct ObjectState: Codable, Hashable, Sendable {
  /// The name by which commands and reports know it, such as `pipe/read-end-data`.
  public var name: String

  /// What it is, in words.
  public var description: String

  /// How it is made.
  public var steps: [String]

  /// Names a state.
  public init(_ name: String, _ description: String, _ steps: String...) {
    self.name = name
    self.description = description
    self.steps = steps
  }
}

extension ObjectState {
  private static let watch = "watch "

  /// The name of the object that is watched.
  var watched: String {
    steps.first { $0.hasPrefix(Self.watch) }.map { String($0.dropFirst(Self.watch.count)) } ?? ""
  }

  /// Whether something happens while the object is watched.
  var changes: Bool { steps.last.map { !$0.hasPrefix(Self.watch) } ?? false }

  /// The steps before and after `watch`.
  ///
  /// - Throws: ``ScenarioError`` for the first that does not parse.
  func parsed() throws(ScenarioError) -> (before: ArraySlice<Step>, after: ArraySlice<Step>) {
    // A scenario has headers; to the parser `watch` is a comment, so that line numbers are places here.
    let header = ["purpose State.", "cites law:hints"]
    let lines = header + steps.map { $0.hasPrefix(Self.watch) ? "# \($0)" : $0 }
    let scenario = try ScenarioParser.parse(lines.joined(separator: "\n"), id: name, file: name)
    let place = header.count + (steps.firstIndex { $0.hasPrefix(Self.watch) } ?? steps.count)
    let split = scenario.steps.firstIndex { $0.line > place } ?? scenario.steps.endIndex
    return (scenario.steps[..<split], scenario.steps[split...])
  }
}
