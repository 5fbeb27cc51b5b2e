internal import EpollCore
internal import EventLoopAPI

/// What a loop with one of some faults keeps beside what every loop keeps.
struct FaultMemory {
  /// What is held back for the next batch.
  var late: [MutantLoop.Report] = []

  /// What was told of level registrations by the last batch.
  var levels: [MutantLoop.Report] = []

  /// What a batch holds that was collected ahead.
  var ahead: [Epoll.Event]?

  /// Whether the batch in hand is full.
  var isFull = false

  /// The batches that were collected.
  var batches: [[MutantLoop.Report]] = []

  /// The calls that the next wait makes in behalf of the loop's user.
  var deferred: [Deferred] = []

  /// The one-shot registrations that this batch has told.
  var toldOnce: [Token] = []

  /// The numbers of which a one-shot registration was told.
  var spentNumbers: Set<CInt> = []

  /// The duplicates that are watched in place of descriptors.
  var duplicates: [Token: CInt] = [:]

  /// Whether the wake that was told is to be told again.
  var wakeIsDue = false

  /// The first registration, and the latest.
  var first: Token?
  var latest: Token?

  /// When the last wait returned.
  var lastWait = Instant.beginning

  /// A call that is put off.
  enum Deferred {
    case add(Token)
    case modify(Token)
    case remove(CInt)
  }
}
