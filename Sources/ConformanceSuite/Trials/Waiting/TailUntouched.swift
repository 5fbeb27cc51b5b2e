internal import CObjects

/// The memory behind the events that a wait has returned.
enum TailUntouched: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/tail-untouched", "epoll_wait writes as many events as it returns, and nothing behind them.",
      cites: ["man:epoll_wait(2)", "row:wait-tail-untouched"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    var counters: [EventCounter] = []
    let size = MemoryLayout<epoll_event>.stride
    var rounds: [String] = []
    for ready in 0...8 {
      for mark in [UInt8(0x00), 0x5A, 0xFF] {
        var bytes = [UInt8](repeating: mark, count: 8 * size)
        let count = bytes.withUnsafeMutableBytes { buffer in
          // Safety: there is room for as many events as are asked for, and the address is aligned.
          cobjects_epoll_collect(
            set.number, buffer.baseAddress?.assumingMemoryBound(to: epoll_event.self), 8, 0)
        }
        let isTailWhole = bytes.dropFirst(ready * size).allSatisfy { $0 == mark }
        rounds.append(
          count == ready && isTailWhole ? "untouched" : "\(count) of \(ready) events, or more bytes")
      }
      let counter = try EventCounter()
      counter.raise()
      try set.add(counter.number)
      counters.append(counter)
    }
    // An array may be let go of after its last use, and with it what is registered.
    withExtendedLifetime(counters) {}
    log.see("memory behind 0 to 8 events", inRounds: rounds, ["untouched"])
  }
}
