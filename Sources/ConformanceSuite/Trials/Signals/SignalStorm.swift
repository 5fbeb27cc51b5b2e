internal import CObjects
internal import Glibc
internal import Synchronization

/// Signals without end that a descriptor takes.
enum SignalStorm: KernelTrial {
  static var trial: Trial {
    Trial(
      "signals/storm",
      "Of ten thousand signals that come while a set is waited on, "
        + "none is lost and none is told of as another's.",
      cites: ["man:signalfd(2)", "row:sig-storm"], .kernel(Self.self))
  }

  private static let signals = 10_000

  static func run(_ log: inout TrialLog) throws {
    let (set, quiet) = (try EpollSet(), try EventCounter())
    // It blocks the signal here, and so in the thread that is started later.
    let descriptor = try OwnedDescriptor(cobjects_signalfd(SIGUSR1))
    defer {
      cobjects_discard(SIGUSR1)
      cobjects_block(SIGUSR1, 0)
    }
    try set.add(quiet.number, data: 2)
    try set.add(descriptor.number, data: 1)
    let taken = Atomic(0)
    let hasEnded = Atomic(false)
    var waits: [String] = []
    try withThreads(1) { _ in
      // One at a time: of a signal that is pending already another one is no more.
      for signal in 0..<signals {
        while taken.load(ordering: .acquiring) < signal {
          if hasEnded.load(ordering: .relaxed) { return }
          sched_yield()
        }
        _ = cobjects_send_to_process(SIGUSR1)
      }
    } meanwhile: {
      defer { hasEnded.store(true, ordering: .relaxed) }
      var information = [UInt8](repeating: 0, count: 128)
      while waits.count < signals, waits.last ?? "[1], one read" == "[1], one read" {
        // A signal that is lost never comes; the limit is for that alone.
        let told = try set.wait(milliseconds: 5000).map(\.data)
        let count = read(descriptor.number, &information, information.count)
        waits.append("\(told), \(count == information.count ? "one" : "none") read")
        taken.store(waits.count, ordering: .releasing)
      }
    }
    log.see("told of a signal", inRounds: waits, ["[1], one read"])
    log.see("told afterwards", "\(try set.wait().map(\.data))", is: "[]")
  }
}
