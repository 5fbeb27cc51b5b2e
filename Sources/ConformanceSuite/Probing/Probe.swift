internal import EventLoopAPI

/// Asks a mechanism what it tells of objects in all kinds of states.
public struct Probe: Sendable {
  /// The name by which commands and reports know it, such as `epoll_wait`.
  public let name: String

  /// The mechanism, such as `Linux`.
  public let mechanism: String

  /// The mechanism's version at run time.
  public let version: String

  /// What is asked for, one watch for each, in the mechanism's own words.
  public let questions: [[String]]

  /// How many turns are taken: one told once differs from one told again and again.
  static let turns = 3

  private let ask: @Sendable (ObjectState, [String]) throws -> [[String]?]

  /// Makes a probe of a type that watches.
  public init<Mechanism: Watch & ~Copyable & SendableMetatype>(
    _ name: String, mechanism: String, version: String, asking questions: [[String]],
    by type: Mechanism.Type
  ) {
    self.name = name
    self.mechanism = mechanism
    self.version = version
    self.questions = questions
    ask = { state, flags in
      var objects = try StateObjects(state)
      var watch = try Mechanism(try objects.make(), for: flags)
      if state.changes {
        // What was there before the change is told here.
        _ = try watch.turn()
        try objects.change()
      }
      return try (0..<Self.turns).map { _ in try watch.turn() }
    }
  }

  /// Makes the state anew for each question, so that no answer depends on what was asked before.
  func observe(_ state: ObjectState) -> ProbeReply {
    var reply = ProbeReply()
    do {
      for question in questions {
        reply.answers.append(ProbeReport.Answer(asked: question, told: try ask(state, question)))
      }
    } catch let refusal as StateRefusal {
      reply.refusal = refusal.description
    } catch let code as ErrorCode {
      reply.refusal = "\(name): \(ErrorName.of(code.rawValue))"
    } catch {
      reply.refusal = "\(error)"
    }
    return reply
  }
}
