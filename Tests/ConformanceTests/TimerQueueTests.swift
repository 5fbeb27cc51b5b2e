import EventLoopAPI
import Testing

@Suite("The queue of timers")
struct TimerQueueTests {
  /// What a queue must do, in the simplest way that can be seen to be right.
  private struct Reference {
    struct Entry {
      var deadline: Instant
      var order: Int
      var token: TimerToken
    }

    /// Sorted by deadline, then by the order of scheduling.
    var entries: [Entry] = []
    private var scheduled = 0

    mutating func schedule(_ token: TimerToken, at deadline: Instant) {
      let place = entries.partitioningIndex { deadline < $0.deadline }
      entries.insert(Entry(deadline: deadline, order: scheduled, token: token), at: place)
      scheduled += 1
    }

    mutating func cancel(_ token: TimerToken) -> Bool {
      guard let place = entries.firstIndex(where: { $0.token == token }) else { return false }
      entries.remove(at: place)
      return true
    }

    /// Takes all that are due at an instant.
    mutating func takeDue(at instant: Instant) -> [TimerToken] {
      let due = entries.prefix { $0.deadline <= instant }
      entries.removeFirst(due.count)
      return due.map(\.token)
    }
  }

  @Test(
    "a hundred thousand random operations lead to what a sorted list leads to", arguments: [1, 2] as [UInt64])
  func randomised(seed: UInt64) {
    var generator = RepeatableGenerator(state: seed)
    var queue = TimerQueue()
    var reference = Reference()
    var spent: [TimerToken] = []
    var now: UInt64 = 1000
    for operation in 0..<100_000 {
      switch Int.random(in: 0..<100, using: &generator) {
      case 0..<48:
        // Few different deadlines, so that many are equal, and some in the past.
        let deadline = Instant(nanoseconds: now - 20 + UInt64.random(in: 0..<200, using: &generator))
        let token = queue.schedule(at: deadline)
        #expect(!reference.entries.contains { $0.token == token })
        reference.schedule(token, at: deadline)
      case 48..<80:
        guard let entry = reference.entries.randomElement(using: &generator) else { continue }
        #expect(queue.cancel(entry.token) == reference.cancel(entry.token))
        spent.append(entry.token)
      case 80..<90:
        guard let token = spent.randomElement(using: &generator) else { continue }
        #expect(queue.cancel(token) == false, "operation \(operation): a spent token")
      default:
        now += UInt64.random(in: 0..<40, using: &generator)
        let due = reference.takeDue(at: Instant(nanoseconds: now))
        queue.beginBatch(at: Instant(nanoseconds: now))
        var popped: [TimerToken] = []
        while let token = queue.popDue() { popped.append(token) }
        #expect(popped == due, "operation \(operation)")
        spent += due
      }
      if queue.count != reference.entries.count || queue.first != reference.entries.first?.deadline {
        Issue.record("after operation \(operation) the queue is not what it should be")
        return
      }
      if spent.count > 1000 { spent.removeFirst(500) }
    }
  }

  @Test("a cancelled timer's place is used again, under another token")
  func places() {
    var queue = TimerQueue()
    var tokens: Set<TimerToken> = []
    var places: Set<UInt32> = []
    for _ in 0..<1000 {
      let token = queue.schedule(at: Instant(nanoseconds: 10))
      tokens.insert(token)
      places.insert(token.index)
      #expect(queue.cancel(token) == true)
      #expect(queue.cancel(token) == false)
    }
    #expect(tokens.count == 1000)
    #expect(places.count == 1)
    #expect(queue.count == 0)
  }

  @Test("a batch gives what was due and scheduled when it began, whatever is scheduled meanwhile")
  func batches() {
    var queue = TimerQueue()
    let first = queue.schedule(at: Instant(nanoseconds: 5))
    let second = queue.schedule(at: Instant(nanoseconds: 10))
    let third = queue.schedule(at: Instant(nanoseconds: 11))
    #expect(queue.hasDue == false, "no batch has begun")
    queue.beginBatch(at: Instant(nanoseconds: 10))
    let meanwhile = queue.schedule(at: Instant(nanoseconds: 1))
    #expect(queue.first == Instant(nanoseconds: 1))
    #expect(queue.popDue() == first)
    let cancelled = queue.schedule(at: Instant(nanoseconds: 2))
    #expect(queue.popDue() == second)
    #expect(queue.hasDue == false)
    #expect(queue.popDue() == nil)
    #expect(queue.cancel(cancelled) == true)
    #expect(queue.cancel(cancelled) == false)
    #expect(queue.count == 2)
    queue.beginBatch(at: Instant(nanoseconds: 11))
    #expect(queue.popDue() == meanwhile)
    #expect(queue.popDue() == third)
    #expect(queue.popDue() == nil)
    #expect(queue.first == nil)
  }

  @Test("a timer that is cancelled is not given, also if it is due in the batch")
  func cancelledInTheBatch() {
    var queue = TimerQueue()
    let tokens = (0..<4).map { _ in queue.schedule(at: Instant(nanoseconds: 3)) }
    queue.beginBatch(at: Instant(nanoseconds: 3))
    #expect(queue.popDue() == tokens[0])
    #expect(queue.cancel(tokens[2]) == true)
    #expect(queue.cancel(tokens[0]) == false)
    #expect(queue.popDue() == tokens[1])
    #expect(queue.popDue() == tokens[3])
    #expect(queue.hasDue == false)
  }
}

extension Array {
  /// The first index from which a condition holds for all that follow.
  fileprivate func partitioningIndex(where belongsToSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
