/// The jobs that a loop's thread has still to run, in the order of their arrival.
///
/// Two arrays change places when one is used up, so that in the steady state nothing is allocated.
struct JobQueue {
  private var arrivals: [Job] = []
  private var batch: [Job] = []
  /// Of the next job in `batch`.
  private var position = 0

  var isEmpty: Bool { position == batch.count && arrivals.isEmpty }

  mutating func append(_ job: Job) {
    arrivals.append(job)
  }

  mutating func popFirst() -> Job? {
    if position == batch.count {
      batch.removeAll(keepingCapacity: true)
      position = 0
      swap(&batch, &arrivals)
      if batch.isEmpty { return nil }
    }
    position += 1
    return batch[position - 1]
  }
}
