internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Threads at one set that take from one counter what each of them is told of.
enum FoundNothing: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/found-nothing",
      "A thread may find that another one took what it was told of; together they take all there is, once.",
      cites: ["man:epoll(7)", "row:thr-spurious-rule", "kernel:fs/eventpoll.c#ep_send_events"],
      .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let late = try (0..<20).map { _ in try outcome(.level, isTakenAtOnce: false) }
    log.see(
      "one event by level, taken when all eight are told", inRounds: late, ["1 took it, 7 found nothing"])
    let atOnce = try (0..<100).map { _ in try outcome(.level, isTakenAtOnce: true) }
    log.see(
      "one event by level, taken at once", inRounds: atOnce, (0...7).map { "1 took it, \($0) found nothing" })
    let edge = try (0..<20).map { _ in try outcome(.edge, isTakenAtOnce: true) }
    log.see("one event by edge, taken at once", inRounds: edge, ["1 took it, 0 found nothing"])
    try seeMany(2000, &log)
  }

  /// How many of eight threads that sleep at one set take an event, and how many are told of it in vain.
  private static func outcome(_ trigger: Trigger, isTakenAtOnce: Bool) throws -> String {
    let (set, counter) = (try EpollSet(), try EventCounter(takesOne: true))
    try set.add(counter.number, for: .readable, trigger)
    let taken = Atomic(0)
    let told = try Sleepers.told(at: Array(repeating: set, count: 8)) { sleepers in
      if !isTakenAtOnce { _ = sleepers.awaitReturn(of: 8) }
      if counter.take() != nil { taken.add(1, ordering: .relaxed) }
    } after: { _ in
      counter.raise()
      while taken.load(ordering: .relaxed) == 0 { sched_yield() }
    }
    let took = taken.load(ordering: .relaxed)
    return "\(took) took it, \(told.count - took) found nothing"
  }

  /// Has eight threads take many events, as fast as they come.
  private static func seeMany(_ events: Int, _ log: inout TrialLog) throws {
    let (set, counter, end) = (try EpollSet(), try EventCounter(takesOne: true), try EventCounter())
    try set.add(counter.number, data: 1)
    let taken = Atomic(0)
    let strange = Atomic(0)
    try withThreads(8) { _ in
      while true {
        let reports = (try? set.wait(1, milliseconds: -1)) ?? []
        if reports.first?.data == 2 { return }
        if reports.first != EpollSet.Report(readiness: .readable, data: 1) {
          strange.add(1, ordering: .relaxed)
        }
        // What another thread took is not there, which is no fault.
        if counter.take() != nil { taken.add(1, ordering: .relaxed) }
      }
    } meanwhile: {
      defer { end.raise() }
      for event in 1...events {
        counter.raise()
        if event % 50 == 0 {
          while taken.load(ordering: .relaxed) < event { sched_yield() }
        }
      }
      try set.add(end.number, data: 2)
    }
    log.see("taken of \(events)", "\(taken.load(ordering: .relaxed))", is: "\(events)")
    log.see("told otherwise than of that", "\(strange.load(ordering: .relaxed))", is: "0")
  }
}
