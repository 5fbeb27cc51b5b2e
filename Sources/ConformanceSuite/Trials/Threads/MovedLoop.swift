internal import EventLoopAPI
internal import Synchronization

/// A loop that one thread makes and another one runs.
enum MovedLoop: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/moved-loop",
      "A loop that is handed to another thread works there as where it was made, and again when it is back.",
      cites: ["law:live", "law:wakes"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let (first, second) = (try EventCounter(), try EventCounter())
    let box = Mutex<Loop?>(nil)
    let token = try box.withLock { slot in
      slot = try Loop(configuration)
      return try slot?.register(first.number, for: .readable, trigger: .level)
    }
    guard let token else { return }
    let there = Mutex("")
    try LoopThreads<Loop.Waker>.run(1) { threads in
      let told = try box.withLock { slot in
        guard var loop = slot.take() else { return "no loop" }
        threads.begin(loop.waker)
        var told = "\(try loop.told(of: token, loop.patience))"
        first.take()
        let other = try loop.register(second.number, for: .readable, trigger: .level)
        second.raise()
        told += ", \(try loop.told(of: other, .poll))"
        try loop.deregister(other)
        told += ", \(try loop.told(of: other, .poll))"
        slot = consume loop
        return told
      }
      there.withLock { $0 = told }
    } meanwhile: { _ in
      first.raise()
    }
    log.see("on the other thread", there.withLock { $0 }, is: "readable, readable, nothing")
    let back = try box.withLock { slot in
      guard var loop = slot.take() else { return "no loop" }
      let before = try loop.told(of: token, .poll)
      first.raise()
      let told = try loop.told(of: token, .poll)
      loop.waker.wake()
      try loop.deregister(token)
      let isWoken = try loop.batch(.poll).contains(.wake)
      return "\(before), \(told), \(isWoken ? "woken" : "not woken")"
    }
    log.see("back on its own", back, is: "nothing, readable, woken")
  }
}
