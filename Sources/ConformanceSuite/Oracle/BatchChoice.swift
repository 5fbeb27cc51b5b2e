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

  /// Whether a registration whose descriptor was closed early is left untold, or told with conditions of what
  /// its number stands for now.
  var silencesGhosts = false

  /// Whether a change to a registration whose descriptor was closed early is refused at once, also while a
  /// batch is read.
  var refusesGhostsAtOnce = false

  /// Whether an edge is left untold that is ready only as the instance was made anew.
  var silencesRepeats = false

  /// Whether an edge may be told once more, as the instance was made anew.
  var repeatsEdges = false

  /// How many batches come before the one in which those timers are due.
  var batchesBeforeTimers = 0

  /// The timers that were told, whose deadlines have so come.
  var timers: [String] = []

  /// Whether it is as Linux chooses, so that there is nothing to prepare.
  var isLinux: Bool { observed == nil }

  /// Brings the model's ready list into the order of what was observed, with the wakes that may have come.
  ///
  /// What a loop does before it collects would undo that, and so is done first.
  func prepare(_ tested: inout ModelLoopUnderTest, in kernel: inout ModelKernel) {
    tested.loop.rebuildIfHaunted(in: &kernel)
    if batchesBeforeTimers <= 0, let time = tested.deadline(ofLatest: timers), time > kernel.now {
      kernel.advance(by: time - kernel.now)
    }
    var seen: Set<Int> = []
    tested.loop.arrange(
      first: tokens.filter { seen.insert($0).inserted }, repeatingEdges: repeatsEdges, in: &kernel)
  }

  /// What is told of an event, within what the model is not sure of.
  func readiness(
    _ readiness: Readiness, of token: Int, labelled label: String, isAddedAnew: Bool, in loop: ModelLoop,
    _ kernel: ModelKernel
  ) -> Readiness {
    guard let observed else { return readiness }
    let seen = observed.first { $0.label == label }?.readiness ?? []
    if silencesGhosts, loop.mayBeSilent(token, in: kernel) {
      guard tokens.contains(token) else { return [] }
      return readiness.union(loop.readinessOfNumber(token, in: kernel)).intersection(seen)
    }
    if silencesRepeats, isAddedAnew, !tokens.contains(token) { return [] }
    let unsure = loop.uncertainty(of: token, in: kernel)
    guard !unsure.isEmpty else { return readiness }
    return readiness.subtracting(unsure).union(seen.intersection(unsure))
  }
}
