internal import EpollModel
internal import EventLoopAPI

extension ModelState {
  init(_ snapshot: Snapshot) {
    instances = snapshot.instances.map { name, view in
      Instance(
        name: name, tree: view.tree.map { Item($0, in: snapshot) }, ready: snapshot.readyNames(view))
    }
    let watched = Set(snapshot.instances.flatMap(\.view.tree).map(\.name.file))
    files = snapshot.files.filter { watched.contains($0.number) }.map { File($0, in: snapshot) }
    timers = zip(ScenarioLoop.allCases, snapshot.loops).flatMap { loop, snapshot in
      snapshot.timers.map { Timer(name: $0.name, loop: loop.word, microseconds: $0.microseconds) }
    }
    wakeIsWanted = snapshot.loops[0].wakeIsWanted
    secondWakeIsWanted = snapshot.loops[1].hasEnded ? nil : snapshot.loops[1].wakeIsWanted
  }
}

extension ModelState.Item {
  fileprivate init(_ item: ItemView, in snapshot: Snapshot) {
    self.init(
      name: snapshot.name(of: item.name) ?? "?", armed: item.events.conditions, trigger: item.events.flags,
      colour: item.isRed ? "red" : "black", parent: item.parent, left: item.left, right: item.right,
      isGhost: snapshot.isGhost(item))
  }
}

extension ModelState.File {
  fileprivate init(_ file: FileView, in snapshot: Snapshot) {
    self.init(
      names: snapshot.names(ofFile: file.number), state: Self.inSingular(file.state),
      readiness: file.readiness.conditions,
      queues: file.queues.map { ModelState.Queue($0, in: snapshot) })
  }
}

extension ModelState.File {
  /// A state's words, with `1 byte` for `1 bytes` and the like.
  private static func inSingular(_ state: String) -> String {
    var words = state.split(separator: " ").map(String.init)
    for index in words.indices.dropFirst() where words[index - 1] == "1" && words[index].hasSuffix("s") {
      words[index].removeLast()
    }
    return words.joined(separator: " ")
  }
}

extension ModelState.Queue {
  fileprivate init(_ queue: FileView.Queue, in snapshot: Snapshot) {
    role = "\(queue.name.role)"
    waiting = queue.waiting.compactMap { waiting in
      // No step of a scenario leaves a thread waiting.
      guard case .item(let item, let isExclusive) = waiting else { return nil }
      return ModelState.Waiting(
        instance: snapshot.instanceName(item.instance), item: snapshot.name(of: item) ?? "?",
        isExclusive: isExclusive)
    }
  }
}

extension EventMask {
  /// The names of the conditions that the contract knows.
  var conditions: [String] { Self.words(Readiness(rawValue: rawValue).description) }

  /// The names of the flags.
  var flags: [String] {
    let flags = Trigger(rawValue: intersection([.edge, .oneShot, .exclusive, .wakeUp]).rawValue)
    return flags == .level ? [] : Self.words(flags.description)
  }

  private static func words(_ description: String) -> [String] {
    description == "none" ? [] : description.split(separator: " ").map(String.init)
  }
}
