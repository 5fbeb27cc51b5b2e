/// The model's state as labelled lines, of which those are shown that have changed.
struct StateText {
  /// A part of the state.
  struct Part: Hashable {
    var label: String
    var lines: [String]
  }

  let parts: [Part]

  init(_ state: ModelState) {
    var parts: [Part] = []
    for instance in state.instances {
      let suffix = instance.name.map { " of \($0)" } ?? ""
      let tree = TreeText(instance.tree).lines
      parts.append(Part(label: "tree" + suffix, lines: tree.isEmpty ? ["empty"] : tree))
      let ready = instance.ready.isEmpty ? "empty" : instance.ready.joined(separator: ", ")
      parts.append(Part(label: "ready" + suffix, lines: [ready]))
    }
    parts += state.files.flatMap(Self.parts)
    parts += Self.parts(ofLoop: nil, state.timers, state.wakeIsWanted)
    if let wake = state.secondWakeIsWanted {
      parts += Self.parts(ofLoop: ScenarioLoop.second.word, state.timers, wake)
    }
    self.parts = parts
  }

  /// The state in which nothing was done.
  static let beginning = StateText(
    ModelState(
      instances: [ModelState.Instance(name: nil, tree: [], ready: [])], files: [], timers: [],
      wakeIsWanted: false, secondWakeIsWanted: false))

  /// What has changed since, with what is gone.
  func changes(since earlier: StateText) -> [Part] {
    let before = Dictionary(uniqueKeysWithValues: earlier.parts.map { ($0.label, $0.lines) })
    return parts.filter { part in
      // An epoll object that is opened has nothing in it.
      before[part.label].map { $0 != part.lines } ?? (part.lines != ["empty"])
    }
  }

  /// What a loop keeps beside the kernel.
  private static func parts(
    ofLoop loop: String?, _ timers: [ModelState.Timer], _ wakeIsWanted: Bool
  ) -> [Part] {
    let suffix = loop.map { " of \($0)" } ?? ""
    let pending = timers.filter { $0.loop == loop }.map { "\($0.name) at \(span($0.microseconds))" }
    let list = pending.isEmpty ? "none" : pending.joined(separator: ", ")
    return [
      Part(label: "timers" + suffix, lines: [list]),
      Part(label: "wake" + suffix, lines: [wakeIsWanted ? "wanted" : "not wanted"]),
    ]
  }

  private static func parts(of file: ModelState.File) -> [Part] {
    guard let name = file.names.first else { return [] }
    var parts: [Part] = []
    let others = file.names.dropFirst()
    let duplicates = others.isEmpty ? "" : " (also \(others.joined(separator: ", ")))"
    let readiness = file.readiness.isEmpty ? "nothing holds" : file.readiness.joined(separator: " ")
    let isEpoll = file.queues.contains { $0.role == "pollers" }
    // An epoll object's state is its tree and its ready list, which are shown.
    if !isEpoll || !others.isEmpty {
      let line = isEpoll ? readiness : "\(file.state): \(readiness)"
      parts.append(Part(label: name + duplicates, lines: [line]))
    }
    for queue in file.queues {
      let waiting = queue.waiting.map { waiting in
        let mark = waiting.isExclusive ? " (exclusive)" : ""
        let isSecond = waiting.instance == ScenarioLoop.second.word
        let owner = isSecond ? "the second loop" : waiting.instance ?? "the loop"
        return "\(owner)'s \(waiting.item)\(mark)"
      }
      let role = file.queues.count > 1 ? " (\(queue.role))" : ""
      let line = waiting.isEmpty ? "empty" : waiting.joined(separator: ", ")
      parts.append(Part(label: "queue of \(name)\(role)", lines: [line]))
    }
    return parts
  }

  /// A span of time as scenarios write it.
  private static func span(_ microseconds: Int) -> String {
    microseconds % 1000 == 0 ? "\(microseconds / 1000)ms" : "\(microseconds)us"
  }
}
