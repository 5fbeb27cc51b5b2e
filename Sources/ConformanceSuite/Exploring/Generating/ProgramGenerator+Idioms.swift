/// Steps that say something only together.
extension ProgramGenerator {
  /// Closes something that is registered while a duplicate keeps its file alive, and mostly gives its number
  /// away.
  mutating func addGhost(to draft: inout Draft, _ loop: ScenarioLoop) -> Bool {
    let candidates = draft.objects.filter {
      $0.isOpen && $0.registered.contains(loop) && $0.kind != .tcpConnecting
    }
    guard !candidates.isEmpty, draft.steps.count <= length - 4, draft.objects.count < 22 else { return false }
    let object = random.one(of: candidates)
    var attempt = draft
    guard
      attempt.add(.open(names: draft.newNames(1), kind: .dup(of: object.name), options: OpenOptions())),
      attempt.add(.object(object.name, .close))
    else { return false }
    if random.chance(60), !attempt.isNumberTaken(of: object.name) {
      var options = OpenOptions()
      options.reusing = object.name
      let kind = random.weighted(kinds)
      guard kind != .tcpConnecting else { return false }
      guard attempt.add(.open(names: attempt.newNames(kind.count), kind: .plain(kind), options: options))
      else {
        return false
      }
    }
    draft = attempt
    return true
  }

  /// Closes the other end of something that is registered, and waits twice: what a loop tells of an end it
  /// tells for as long as the end lasts.
  mutating func addLastingEnd(to draft: inout Draft, _ loop: ScenarioLoop) -> Bool {
    let ends = draft.objects.filter { $0.isOpen && $0.registered.contains(loop) }
    guard !ends.isEmpty, draft.steps.count <= length - 3 else { return false }
    let end = random.one(of: ends)
    let others = draft.objects.filter { $0.isOpen && $0.kind == end.kind && $0.end != end.end }
    guard !others.isEmpty else { return false }
    var attempt = draft
    guard
      attempt.add(.object(random.one(of: others).name, .close)),
      attempt.add(.wait(.poll), on: loop), attempt.add(.wait(.poll), on: loop)
    else { return false }
    draft = attempt
    return true
  }
}
