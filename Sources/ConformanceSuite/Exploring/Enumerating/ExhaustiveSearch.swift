internal import EpollModel

/// Every program up to a length, in the order of their lengths, and of those that the model holds equal up to
/// renaming one alone.
///
/// A program is run when nothing goes on from it: when it has the full length, or when its last step leads to
/// a state that is known already. All shorter ones are the beginnings of such.
struct ExhaustiveSearch {
  /// What was counted.
  struct Counts: Codable, Sendable {
    /// Programs that were looked at: each state that is not merged, with every step that may follow.
    var programs = 0

    /// Those of them that lead to a state that another has led to before.
    var merged = 0

    /// Different states.
    var states = 0

    /// Programs that were run on the backend; the others are their beginnings.
    var run = 0

    /// The length of the programs that are looked at now.
    var depth = 1
  }

  /// A state by the step that has led to it, and the state before.
  private struct Node {
    var parent: Int32
    var action: Int32
  }

  private let depth: Int
  private let enumerator: StepEnumerator

  private var nodes: [Node] = [Node(parent: -1, action: -1)]
  /// The places of the states that the programs of one length have reached, and how many of them were gone on
  /// from.
  private var frontier: Range<Int> = 0..<1
  private var taken = 0
  private var seen: Set<UInt64> = []

  private var actions: [Action] = []
  private var places: [Action: Int32] = [:]

  private(set) var counts = Counts()
  private(set) var coverage = ExplorationCoverage()

  init(depth: Int, _ alphabet: Alphabet) {
    self.depth = depth
    enumerator = StepEnumerator(alphabet)
    seen.insert(Draft().execution.fingerprint)
  }

  /// Whether every program was looked at.
  var isFinished: Bool { frontier.isEmpty || counts.depth > depth }

  /// Goes on from the next state, and returns the programs that end there.
  mutating func advance() -> [Program] {
    guard taken < frontier.count else {
      counts.depth += 1
      frontier = frontier.upperBound..<nodes.count
      taken = 0
      return []
    }
    let place = frontier.lowerBound + taken
    taken += 1
    let before = draft(at: place)
    var ended: [Program] = []
    for action in enumerator.steps(after: before) {
      var draft = before
      guard draft.add(action) else { continue }
      counts.programs += 1
      let isNew = seen.insert(draft.execution.fingerprint).inserted
      if isNew { counts.states += 1 } else { counts.merged += 1 }
      coverage.rules.formUnion(draft.execution.kernel.coverage)
      if isNew, counts.depth < depth {
        nodes.append(Node(parent: Int32(place), action: number(of: action)))
      } else {
        ended.append(program(draft, after: action))
      }
    }
    return ended
  }

  /// Notes that programs were run.
  mutating func noteRun(_ count: Int) { counts.run += count }

  /// The program of a draft, with a look at what is ready.
  private func program(_ draft: Draft, after action: Action) -> Program {
    var draft = draft
    if !action.isWait { _ = draft.add(.wait(.poll)) }
    return Program(scenario: draft.scenario(id: ""), predicted: draft.predicted)
  }

  private func draft(at place: Int) -> Draft {
    var path: [Action] = []
    var place = place
    while nodes[place].parent >= 0 {
      path.append(actions[Int(nodes[place].action)])
      place = Int(nodes[place].parent)
    }
    var draft = Draft()
    for action in path.reversed() { _ = draft.add(action) }
    return draft
  }

  private mutating func number(of action: Action) -> Int32 {
    if let number = places[action] { return number }
    actions.append(action)
    places[action] = Int32(actions.count - 1)
    return Int32(actions.count - 1)
  }
}
