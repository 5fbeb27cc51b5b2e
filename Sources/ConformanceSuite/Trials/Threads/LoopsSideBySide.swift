internal import CObjects
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// Loops of several threads that watch one descriptor.
enum LoopsSideBySide: LoopTrial {
  static var trial: Trial {
    Trial(
      "threads/loops-side-by-side",
      "Loops of eight threads that sleep on one descriptor are all told of what arrives there.",
      cites: ["man:epoll(7)", "row:thr-separate-instances"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let counter = try OwnedDescriptor(cobjects_eventfd(0, 0))
    let descriptor = counter.number
    let ready = Atomic(0)
    let told = Atomic(0)
    withThreads(8) { _ in
      guard var loop = try? Loop(configuration),
        let token = try? loop.register(descriptor, for: .readable, trigger: .level)
      else { return }
      ready.add(1, ordering: .releasing)
      guard (try? loop.wait(.forever)) != nil else { return }
      if case .ready(token, .readable)? = loop.next() { told.add(1, ordering: .releasing) }
    } meanwhile: {
      while ready.load(ordering: .acquiring) < 8 { sched_yield() }
      var one: UInt64 = 1
      write(descriptor, &one, 8)
    }
    log.see("eight loops told", "\(told.load(ordering: .acquiring))", is: "8")
  }
}
