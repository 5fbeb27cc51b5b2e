import EventLoopAPI
import Testing

@Suite("The queue of timers")
struct TimerQueueTests {
  /// What a queue must do, in the simplest way that can be seen to be right.
  private struct Reference {
    struct Entry {
      var deadline: Instant
      var token: TimerToken
      /// Whether it was scheduled too late for the batch, though it is due in it.
      var isLate: Bool
    }

    /// Sorted by deadline, then by the order of scheduling.
    var entries: [Entry] = []
    private var batchInstant = Instant.beginning

    mutating func schedule(_ token: TimerToken, at deadline: Instant) {
      let place = entries.partitioningIndex { deadline < $0.deadline }
      entries.insert(Entry(deadline: deadline, token: token, isLate: deadline <= batchInstant), at: place)
    }

    mutating func cancel(_ token: TimerToken) -> Bool {
      guard let place = entries.firstIndex(where: { $0.token == token }) else { return false }
      entries.remove(at: place)
      return true
    }

    mutating func beginBatch(at instant: Instant) {
      for index in entries.indices { entries[index].isLate = false }
      batchInstant = instant
    }

    mutating func popDue() -> TimerToken? {
      guard let place = entries.firstIndex(where: { !$0.isLate }), entries[place].deadline <= batchInstant
      else { return nil }
      return entries.remove(at: place).token
    }
  }

  /// Where the numbers of a queue begin, so that a test sees them end.
  struct Beginning {
    var seed: UInt64
    var sequence: UInt32 = 0
    var generation: UInt32 = 1
  }

  @Test(
    "random operations lead to what a sorted list leads to",
    arguments: [
      Beginning(seed: 1), Beginning(seed: 2), Beginning(seed: 3, sequence: 1 << 31 - 1),
      Beginning(seed: 4, sequence: 1 << 31 - 2000), Beginning(seed: 5, generation: .max - 3),
      Beginning(seed: 6, sequence: 1 << 31 - 7000, generation: 1 << 31 - 20),
    ])
  func randomised(beginning: Beginning) {
    var generator = RepeatableGenerator(state: beginning.seed)
    var queue = TimerQueue(firstSequence: beginning.sequence, firstGeneration: beginning.generation)
    var reference = Reference()
    var given: Set<TimerToken> = []
    var now: UInt64 = 1000
    for operation in 0..<30_000 {
      switch Int.random(in: 0..<1000, using: &generator) {
      case 0..<450:
        // Few different deadlines, so that many are equal, and some in the past.
        let deadline = Instant(nanoseconds: now - 40 + UInt64.random(in: 0..<200, using: &generator))
        let token = queue.schedule(at: deadline)
        #expect(given.insert(token).inserted, "operation \(operation): a token is given twice")
        reference.schedule(token, at: deadline)
      case 450..<750:
        guard let entry = reference.entries.randomElement(using: &generator) else { continue }
        #expect(queue.cancel(entry.token) == reference.cancel(entry.token))
        #expect(queue.cancel(entry.token) == false, "operation \(operation): a spent token")
      case 750..<760:
        now += UInt64.random(in: 0..<150, using: &generator)
        queue.beginBatch(at: Instant(nanoseconds: now))
        reference.beginBatch(at: Instant(nanoseconds: now))
      case 760..<761:
        queue.shrink()
      default:
        let token = queue.popDue()
        #expect(token == reference.popDue(), "operation \(operation)")
        if let token { #expect(queue.cancel(token) == false, "operation \(operation): a fired timer") }
      }
      if queue.count != reference.entries.count || queue.first != reference.entries.first?.deadline {
        Issue.record("after operation \(operation) the queue is not what it should be")
        return
      }
    }
  }

  @Test(
    "batches of many timers, and what is cancelled between and within them, are in order",
    arguments: [(seed: 1, span: 1), (2, 1 << 9), (3, 1 << 27), (4, 1 << 40), (5, 1 << 62)])
  func manyAtOnce(seed: UInt64, span: UInt64) {
    var generator = RepeatableGenerator(state: seed)
    var queue = TimerQueue()
    var reference = Reference()
    var now: UInt64 = 1
    for round in 0..<60 {
      for _ in 0..<Int.random(in: 1...400, using: &generator) {
        let deadline = Instant(nanoseconds: now + UInt64.random(in: 0..<span, using: &generator))
        reference.schedule(queue.schedule(at: deadline), at: deadline)
      }
      // The earliest among them, so that what follows it has to be found.
      for index in 0..<Int.random(in: 0...30, using: &generator) where !reference.entries.isEmpty {
        let place = index % 2 == 0 ? 0 : Int.random(in: 0..<reference.entries.count, using: &generator)
        let token = reference.entries[place].token
        #expect(queue.cancel(token) == reference.cancel(token))
      }
      #expect(queue.first == reference.entries.first?.deadline, "round \(round)")
      if round % 3 > 0 { #expect(queue.findFirst() == reference.entries.first?.deadline, "round \(round)") }
      #expect(queue.first == reference.entries.first?.deadline, "round \(round)")
      now += UInt64.random(in: 0...(span / 50), using: &generator)
      queue.beginBatch(at: Instant(nanoseconds: now))
      reference.beginBatch(at: Instant(nanoseconds: now))
      var left = Int.random(in: 0...600, using: &generator)
      while left > 0, let token = queue.popDue() {
        left -= 1
        #expect(token == reference.popDue(), "round \(round)")
        guard left % 5 == 0, let next = reference.entries.randomElement(using: &generator) else { continue }
        #expect(queue.cancel(next.token) == reference.cancel(next.token))
      }
      if left > 0 { #expect(reference.popDue() == nil && queue.hasDue == false, "round \(round)") }
      #expect(queue.count == reference.entries.count)
    }
  }

  @Test("looking for the earliest again and again, as it is cancelled, costs little for each timer")
  func cancellingTheEarliest() {
    var queue = TimerQueue()
    let count = 200_000
    let tokens = (0..<count).map { queue.schedule(at: Instant(nanoseconds: 1 + UInt64($0))) }
    // With a look at all that are left each time, this takes minutes.
    for (index, token) in tokens.enumerated().dropLast() {
      #expect(queue.cancel(token) == true)
      #expect(queue.findFirst() == Instant(nanoseconds: 2 + UInt64(index)))
    }
    #expect(queue.count == 1)
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

  @Test("a million timers, of which every third is cancelled, are given in the order of their deadlines")
  func aMillion() {
    let count = 1_000_000
    var generator = RepeatableGenerator(state: 7)
    var queue = TimerQueue()
    // By the order of scheduling.
    var deadlines: [UInt64] = []
    var tokens: [TimerToken] = []
    for _ in 0..<count {
      let deadline = 1 + generator.next() % 500_000
      deadlines.append(deadline)
      tokens.append(queue.schedule(at: Instant(nanoseconds: deadline)))
    }
    #expect(queue.allocatedBytes <= 32 * count)
    // What was scheduled as which, by the token's index.
    var numbers = [Int](repeating: -1, count: count)
    var refusals = 0
    for number in 0..<count {
      numbers[Int(tokens[number].index)] = number
      if number % 3 == 0, !queue.cancel(tokens[number]) { refusals += 1 }
    }
    #expect(refusals == 0)
    #expect(queue.count == count - (count + 2) / 3)
    var popped = 0
    var misplaced = 0
    var last = (deadline: 0 as UInt64, number: -1)
    for instant in [250_000, .max] as [UInt64] {
      queue.beginBatch(at: Instant(nanoseconds: instant))
      while let token = queue.popDue() {
        let number = numbers[Int(token.index)]
        let next = (deadline: deadlines[number], number: number)
        let isExpected = tokens[number] == token && number % 3 > 0 && last < next
        if !isExpected || next.deadline > instant { misplaced += 1 }
        popped += 1
        last = next
      }
      #expect(queue.first.map { $0 > Instant(nanoseconds: instant) } ?? true, "all that was due was given")
    }
    #expect(misplaced == 0)
    #expect(popped == count - (count + 2) / 3)
    queue.shrink()
    #expect(queue.allocatedBytes < 1024)
  }

  @Test("cancelled timers do not make the memory grow")
  func cancelledMemory() {
    var queue = TimerQueue()
    _ = queue.schedule(at: Instant(nanoseconds: 1))
    var tokens = (0..<1000).map { queue.schedule(at: Instant(nanoseconds: 1_000_000 + $0)) }
    for deadline in 0..<100_000 as Range<UInt64> {
      let index = Int(deadline % 1000)
      #expect(queue.cancel(tokens[index]) == true)
      tokens[index] = queue.schedule(at: Instant(nanoseconds: 2_000_000 + deadline))
    }
    #expect(queue.count == 1001)
    #expect(queue.first == Instant(nanoseconds: 1))
    #expect(queue.allocatedBytes <= 64 * 1024)
  }

  @Test("timers that are cancelled behind an earlier one, where none comes due, do not make the memory grow")
  func cancelledBehindAnother() {
    var queue = TimerQueue()
    _ = queue.schedule(at: Instant(nanoseconds: 1))
    _ = queue.schedule(at: Instant(nanoseconds: 1_000_000_000))
    // The second goes into the heap with the first, and stays at its top.
    queue.beginBatch(at: Instant(nanoseconds: 1))
    #expect(queue.popDue() != nil)
    var now: UInt64 = 1
    var timers = (0..<100).map { queue.schedule(at: Instant(nanoseconds: 2_000_000_000 + $0)) }
    for index in 0..<200_000 {
      now += 1
      #expect(queue.findFirst() == Instant(nanoseconds: 1_000_000_000))
      queue.beginBatch(at: Instant(nanoseconds: now))
      #expect(queue.cancel(timers[index % timers.count]) == true)
      timers[index % timers.count] = queue.schedule(at: Instant(nanoseconds: 2_000_000_100 + now))
    }
    #expect(queue.count == 101)
    #expect(queue.allocatedBytes < 20_000)
  }

  @Test("shrinking keeps the timers, and no token from before it names a timer from after it")
  func shrinking() {
    var queue = TimerQueue()
    var spent: [TimerToken] = []
    for round in 1...5 as ClosedRange<UInt64> {
      let tokens = (0..<1000).map { queue.schedule(at: Instant(nanoseconds: round * 10_000 + $0)) }
      for token in tokens[10...] { #expect(queue.cancel(token) == true) }
      queue.shrink()
      #expect(queue.allocatedBytes <= 1024)
      #expect(queue.count == 10)
      let later = (0..<1000).map { queue.schedule(at: Instant(nanoseconds: round * 10_000 + 5000 + $0)) }
      spent += tokens[10...]
      #expect(spent.allSatisfy { queue.cancel($0) == false })
      queue.beginBatch(at: Instant(nanoseconds: round * 10_000 + 9999))
      for token in tokens[..<10] + later { #expect(queue.popDue() == token) }
      #expect(queue.popDue() == nil)
      spent += later
    }
  }

  @Test("a place is retired when its generations are used up, and the next timer has another one")
  func generations() {
    var queue = TimerQueue(firstGeneration: .max - 1)
    let tokens = (0..<6).map { _ in
      let token = queue.schedule(at: Instant(nanoseconds: 10))
      #expect(queue.cancel(token) == true)
      queue.shrink()
      return token
    }
    let penultimate = UInt32.max - 1
    let generations = [penultimate, .max, penultimate, .max, penultimate, .max]
    #expect(tokens.map(\.index) == [0, 0, 1, 1, 2, 2])
    #expect(tokens.map(\.generation) == generations)
    #expect(tokens.allSatisfy { queue.cancel($0) == false })
  }

  @Test("timers keep their order and their tokens when the sequence numbers begin anew")
  func sequences() {
    var queue = TimerQueue(firstSequence: 1 << 31 - 5)
    let unread = queue.schedule(at: Instant(nanoseconds: 10))
    queue.beginBatch(at: Instant(nanoseconds: 10))
    let deadlines: [UInt64] = [20, 10, 20, 11, 10, 20, 11, 10, 20]
    let tokens = deadlines.map { queue.schedule(at: Instant(nanoseconds: $0)) }
    #expect(queue.cancel(tokens[2]) == true)
    queue.beginBatch(at: Instant(nanoseconds: 20))
    #expect(queue.popDue() == unread)
    for index in [1, 4, 7, 3, 6, 0, 5, 8] { #expect(queue.popDue() == tokens[index]) }
    #expect(queue.popDue() == nil)
  }

  @Test("the sequence numbers begin anew while a batch of many timers is half read")
  func sequencesWithinABatch() {
    var queue = TimerQueue(firstSequence: 1 << 31 - 150)
    var reference = Reference()
    func schedule(_ deadline: UInt64) {
      let deadline = Instant(nanoseconds: deadline)
      reference.schedule(queue.schedule(at: deadline), at: deadline)
    }
    func beginBatch(_ instant: UInt64) {
      queue.beginBatch(at: Instant(nanoseconds: instant))
      reference.beginBatch(at: Instant(nanoseconds: instant))
    }
    for number in 0..<100 as Range<UInt64> { schedule(10 + number % 7) }
    beginBatch(20)
    for _ in 0..<30 { #expect(queue.popDue() == reference.popDue()) }
    for number in 0..<90 as Range<UInt64> { schedule(12 + number % 11) }
    #expect(queue.count == reference.entries.count)
    // What is left of the batch comes before what is late for it and has the same deadline.
    beginBatch(20)
    for _ in 0..<20 { #expect(queue.popDue() == reference.popDue()) }
    beginBatch(22)
    while let token = queue.popDue() { #expect(token == reference.popDue()) }
    #expect(reference.entries.isEmpty)
  }

  @Test("a token of any bits is refused unless it was given")
  func foreignTokens() {
    var queue = TimerQueue()
    // As many as the first memory holds, so that a debug build traps on a place beyond them.
    let timers = (0..<16).map { _ in queue.schedule(at: Instant(nanoseconds: 10)) }
    #expect(queue.cancel(timers[1]) == true)
    let held = Set(timers).subtracting([timers[1]])
    let numbers = [0, 1, 2, 3, 15, 16, 1 << 30, 1 << 31 - 1, 1 << 31, .max - 1, .max] as [UInt32]
    for index in numbers {
      for generation in numbers {
        let token = TimerToken(index: index, generation: generation)
        #expect(queue.cancel(token) == held.contains(token))
      }
    }
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
