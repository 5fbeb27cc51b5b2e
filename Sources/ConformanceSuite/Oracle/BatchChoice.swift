internal import EpollModel
internal import EventLoopAPI

/// How a batch is chosen where the contract leaves a choice; as it is made, it is Linux's.
struct BatchChoice {
  /// What was observed of each label; nil to do what Linux does.
  var observed: [(label: String, readiness: Readiness)]?

  /// The registrations that the observed batch names, in its order.
  var tokens: [Int] = []

  /// Whether the wake takes one of the batch's places.
  var wakeTakesPlace = false

  /// Whether a registration whose descriptor was closed early is left untold, and an edge that is ready only
  /// as the instance was made anew.
  var silencesGhosts = false

  /// Whether an edge may be told once more, as the instance was made anew.
  var repeatsEdges = false

  /// Brings the model's ready list into the order of what was observed, with the wakes that may have come.
  func prepare(_ loop: inout ModelLoop) {
    guard observed != nil else { return }
    loop.arrange(first: tokens, repeatingEdges: repeatsEdges)
  }

  /// The readiness events that fit into the next batch; nil for the capacity.
  func room(in loop: ModelLoop) -> Int? {
    wakeTakesPlace ? max(1, loop.capacity - 1) : nil
  }

  /// What is told of an event, within what the model is not sure of.
  func readiness(
    _ readiness: Readiness, of token: Int, labelled label: String, isAddedAnew: Bool, in loop: ModelLoop
  ) -> Readiness {
    guard let observed else { return readiness }
    if silencesGhosts, !tokens.contains(token), loop.isGhost(token) || isAddedAnew { return [] }
    let unsure = loop.uncertainty(of: token)
    guard !unsure.isEmpty else { return readiness }
    let seen = observed.first { $0.label == label }?.readiness ?? []
    return readiness.subtracting(unsure).union(seen.intersection(unsure))
  }
}
