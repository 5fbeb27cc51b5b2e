/// A scenario as a C program, which shows what epoll or libuv does with no loop of this package between.
public struct CProgram {
  /// The program's text.
  public let text: String

  /// Writes a scenario as a program.
  ///
  /// - Parameters:
  ///   - scenario: the scenario.
  ///   - backend: the backend whose doing is to be shown: `epoll`, by system calls, or `uv-raw`, by libuv.
  /// - Throws: ``EmissionError`` if that takes more than C, or if the scenario's file contradicts the model.
  public init(_ scenario: Scenario, showing backend: String) throws(EmissionError) {
    let target = try EmissionTarget(showing: backend)
    // What the file says would stand there as what Linux does, and accuse whoever does as Linux.
    if let conflict = Oracle().conflicts(in: scenario).first { throw EmissionError(conflict) }
    let expected = Self.expectations(of: scenario)
    let facts = CFacts(scenario, target, expected: expected)
    var body = CBody(scenario, facts)
    for (index, step) in scenario.steps.enumerated() {
      try body.add(step, number: index + 1, expected: expected[index])
    }
    let main = body.text(isGuarded: Self.mayNotReturn(scenario, target))
    let helpers = CHelper.needed(by: main, facts)
    let declarations =
      helpers + [scenario.hasSecondLoop ? "static struct loop loop, second;" : "static struct loop loop;"]
      + body.variables
    let code = (declarations + [main]).joined(separator: "\n\n") + "\n"
    let headers = CWords.headers(for: code).map { "#include <\($0)>" }
    text =
      Self.heading(of: scenario, target) + "#define _GNU_SOURCE\n" + headers.joined(separator: "\n") + "\n\n"
      + code
  }

  /// What may be seen in each step, as the program prints it.
  private static func expectations(of scenario: Scenario) -> [String] {
    let prediction = Oracle().prediction(for: scenario)
    return scenario.steps.indices.map { index in
      let step = scenario.steps[index]
      var texts: [String] = []
      for outcome in step.expectations(predicted: prediction[index]) {
        let text = outcome.withObjectsByName.description
        if !texts.contains(text) { texts.append(text) }
      }
      return texts.isEmpty ? "not done" : texts.joined(separator: " or ")
    }
  }

  /// Whether the program must be able to lose its scenario to a crash or a time-out.
  private static func mayNotReturn(_ scenario: Scenario, _ target: EmissionTarget) -> Bool {
    if scenario.comments.contains(where: { $0.contains("crashed") || $0.contains("timedOut") }) {
      return true
    }
    var registered: Set<String> = []
    return scenario.steps.contains { step in
      switch step.action {
      case .wait(.forever): return true
      case .register(let name, _, _):
        registered.insert(name)
        return false
      // libuv ends the process if the kernel refuses what it was asked for earlier.
      case .object(let name, .close), .object(let name, .reset):
        return target == .libuv && registered.contains(name)
      default: return false
      }
    }
  }

  private static func heading(of scenario: Scenario, _ target: EmissionTarget) -> String {
    let name = scenario.id.split(separator: "/").last.map(String.init) ?? "scenario"
    var lines = [scenario.purpose] + scenario.comments
    if target == .epoll, scenario.asksMoreThanKernel {
      lines.append("A loop has to do more here than the kernel does: not every difference is the kernel's.")
    }
    lines += [
      "",
      "Each line is a step, what Linux does by a model of epoll, and what was observed; "
        + "'!' marks a difference.",
      "The exit status is 0 if there is one, 1 if there is none, 2 if a step that all the rest needs failed.",
      "",
      "  \(target.buildCommand(name)) && ./\(name)",
    ]
    return lines.map { $0.isEmpty ? "//\n" : "// \(CWords.comment($0))\n" }.joined()
  }
}

extension Outcome {
  /// The same with the objects that come first in the order of their names, which is left open.
  fileprivate var withObjectsByName: Outcome {
    // As the C library's `strerrorname_np` calls it.
    guard self != .word("ENOTSUP") else { return .word("EOPNOTSUPP") }
    let objects = items.prefix { $0.contains(": ") }
    let names = objects.map { (name: String($0.prefix { $0 != ":" }), item: $0) }
    return Outcome(names.sorted { $0.name < $1.name }.map(\.item) + items.dropFirst(objects.count))
  }
}
