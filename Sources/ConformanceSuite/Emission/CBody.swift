/// The part of a program that does the steps.
struct CBody {
  private static let width = 105

  private let scenario: Scenario
  private let facts: CFacts
  private var emitter: StepEmitter

  /// The statements of the main function, and the functions of the steps that are done later.
  private var statements: [String] = []
  private var functions: [String] = []

  /// Those for the end, which tell of steps that were never done.
  private var endings: [String] = []

  init(_ scenario: Scenario, _ facts: CFacts) {
    self.scenario = scenario
    self.facts = facts
    emitter = StepEmitter(target: facts.target, isBlocking: facts.holds(CFact.blocking.rawValue))
  }

  /// Adds a step in its turn, or for its moment.
  mutating func add(_ step: Step, number: Int, expected: String) throws(EmissionError) {
    let expression = try emitter.expression(for: step, number: number)
    let statement = Self.statement(step, number, expression, expected)
    let later: String
    switch step.moment {
    case .inTurn:
      statements.append(statement)
      return
    case .onDelivery(let subject, let loop):
      later = "on(\(StepEmitter.variable(loop)), \"\(subject)\", step_\(number));"
    case .meanwhile: later = "meanwhile(step_\(number));"
    }
    statements.append("  \(later)  // \(step.text)")
    functions.append("static void step_\(number)(void) {\n\(statement)\n}")
    guard !step.mayStayUndone else { return }
    let (text, wanted) = (CWords.literal(step.text), CWords.literal(expected))
    endings.append("  if (!is_done[\(number)]) check(\(number), \(text), \"not done\", \(wanted));")
  }

  private static func statement(
    _ step: Step, _ number: Int, _ expression: String, _ expected: String
  ) -> String {
    let isNeeded = !step.action.isOnLoop && !step.action.isQuestion && expected == Outcome.done.description
    let opening = isNeeded ? "  must(" : "  check("
    let words =
      ["\(number), \(CWords.literal(step.text))", expression] + (isNeeded ? [] : [CWords.literal(expected)])
    let line = opening + words.joined(separator: ", ") + ");"
    guard line.count > width else { return line }
    let indent = String(repeating: " ", count: opening.count)
    return opening + words.joined(separator: ",\n" + indent) + ");"
  }

  private var loops: [ScenarioLoop] { scenario.hasSecondLoop ? ScenarioLoop.allCases : [.first] }

  /// The variables with the objects' descriptors, in lines.
  var variables: [String] {
    let names = scenario.steps.flatMap { step -> [String] in
      switch step.action {
      case .open(let names, _, _): names
      case .connect(let name, _), .accept(let name, _), .receive(let name, _): [name]
      default: []
      }
    }
    guard !names.isEmpty else { return [] }
    var lines: [String] = []
    for declaration in names.map({ "\(StepEmitter.variable($0)) = -1" }) {
      if let last = lines.last, last.count + declaration.count < Self.width {
        lines[lines.count - 1] = last + ", " + declaration
      } else {
        lines.append("static int " + declaration)
      }
    }
    return [lines.map { $0 + ";" }.joined(separator: "\n")]
  }

  /// The functions.
  ///
  /// - Parameter isGuarded: whether the steps are done by a child, whose crash or time-out can be told.
  func text(isGuarded: Bool) -> String {
    let writes = scenario.steps.contains { step in
      switch step.action {
      case .object(_, .write), .object(_, .fill): true
      default: false
      }
    }
    var lines = writes ? ["  signal(SIGPIPE, SIG_IGN);"] : []
    lines += loops.map { "  if (make_loop(\(StepEmitter.variable($0))) < 0) return 2;" }
    lines += statements + endings
    lines.append("  return differing > 0 ? 0 : 1;")
    let opening = isGuarded ? "static int run(void) {" : "int main(void) {"
    let run = ([opening] + lines + ["}"]).joined(separator: "\n")
    return (functions + [run] + (isGuarded ? [Self.guardingMain] : [])).joined(separator: "\n\n")
  }

  /// A main function that survives the steps.
  private static let guardingMain = #"""
    // Has a child do the steps, as they may crash or hang.
    int main(void) {
      setvbuf(stdout, NULL, _IONBF, 0);
      int status = 0;
      pid_t child = fork();
      if (child < 0) return 2;
      if (child == 0) return run();
      for (int waited = 0; waitpid(child, &status, WNOHANG) == 0; waited++) {
        if (waited == 1000) {
          printf("! timedOut: it has not ended in 10 seconds\n");
          kill(child, SIGKILL);
          return 0;
        }
        usleep(10000);
      }
      if (WIFEXITED(status)) return WEXITSTATUS(status);
      printf("! crashed SIG%s\n", sigabbrev_np(WTERMSIG(status)));
      return 0;
    }
    """#
}
