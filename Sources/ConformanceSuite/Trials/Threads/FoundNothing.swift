internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Threads that take from one counter what each of them is told of.
enum FoundNothing: KernelTrial {
  static var trial: Trial {
    Trial(
      "threads/found-nothing",
      "A thread may find that another one took what it was told of; together they take all there is, once.",
      cites: ["man:epoll(7)", "row:thr-spurious-rule"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let events = 2000
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
