internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

extension Claim {
  static let threadSafe = Claim(
    "epoll-thread-safe", .introduction,
    "Several threads may use an instance at once, without a lock of their own."
  ) { log in
    let crowd = try Crowd()
    let (sent, received) = try crowd.run()
    log.see(
      "two threads wait, two add, modify and remove, two write: calls that are refused",
      "\(crowd.refusals)", claimed: "0")
    log.see(
      "arrivals, edge-triggered, that nobody was told of", sent == received ? "none" : "some",
      claimed: "none",
      measured: "\(sent) arrivals")
  }

  /// Six threads on one instance.
  private struct Crowd: ~Copyable {
    private let set: EpollSet
    private let counters: [CInt]
    private let end: OwnedDescriptor
    private let refused: Atomic<Int>

    /// How often each thread does what it does.
    private static let rounds = 2000

    init() throws {
      let set = try EpollSet()
      let end = try Files.counter()
      // They end with the process, which is that of this claim alone.
      let counters = (0..<4).map { _ in cobjects_eventfd(0, 0) }
      for counter in counters { try set.add(counter, EPOLLIN.rawValue | EPOLLET.rawValue) }
      try set.add(end.number, EPOLLIN.rawValue)
      self.counters = counters
      self.set = set
      self.end = end
      refused = Atomic(0)
    }

    var refusals: Int { refused.load(ordering: .acquiring) }

    /// Lets them loose, and returns how much was written, and how much was read by those who were told.
    func run() throws -> (sent: Int, received: Int) {
      let received = Atomic(0)
      let busy = Atomic(4)
      withThreads(6) { thread in
        switch thread {
        case 0, 1: wait(received)
        case 2, 3: change()
        default: write(from: thread)
        }
        if thread > 1 { busy.subtract(1, ordering: .releasing) }
      } meanwhile: {
        while busy.load(ordering: .acquiring) > 0 { sched_yield() }
        Files.signal(end.number)
      }
      // What is still to be told is not lost.
      while true {
        let told = try set.wait().filter { $0.data != UInt64(end.number) }
        guard !told.isEmpty else { break }
        read(told, received)
      }
      return (2 * Self.rounds, received.load(ordering: .acquiring))
    }

    private func wait(_ received: borrowing Atomic<Int>) {
      while let reports = try? set.wait(milliseconds: -1) {
        read(reports, received)
        if reports.contains(where: { $0.data == UInt64(end.number) }) { return }
      }
      refused.add(1, ordering: .relaxed)
    }

    private func read(_ reports: [EpollSet.Report], _ received: borrowing Atomic<Int>) {
      for report in reports where report.data != UInt64(end.number) {
        var value: UInt64 = 0
        if Glibc.read(CInt(report.data), &value, 8) == 8 { received.add(Int(value), ordering: .relaxed) }
      }
    }

    private func change() {
      guard let own = try? Files.counter() else { return }
      for _ in 0..<Self.rounds {
        do {
          try set.add(own.number, EPOLLIN.rawValue)
          try set.modify(own.number, EPOLLIN.rawValue | EPOLLET.rawValue)
          try set.remove(own.number)
        } catch {
          refused.add(1, ordering: .relaxed)
        }
      }
    }

    private func write(from thread: Int) {
      for round in 0..<Self.rounds { Files.signal(counters[(round + thread) % counters.count]) }
    }
  }
}
