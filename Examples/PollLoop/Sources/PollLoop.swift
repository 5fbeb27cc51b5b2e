import EventLoopAPI
import Glibc

/// A loop on poll(2): the kernel is handed a table of all descriptors at every wait.
struct PollLoop: EventLoop, ~Copyable {
  struct Configuration: LoopConfiguration {
    var batchCapacity = 256
  }

  /// What the kernel is asked, by descriptor; in a place with a negative number it is asked nothing.
  var polled: [pollfd] = []
  var registrations: [CInt: Registration] = [:]

  /// Registrations whose descriptor was closed without a word, and whose number has another one by now.
  var superseded: Set<Token> = []
  var generation: UInt32 = 0

  /// The readiness in hand, and the first of it that is unread.
  var batch: [(token: Token, found: Readiness)] = []
  var unread = 0
  let capacity: Int

  /// Where the next batch begins, so that no descriptor waits for ever behind others.
  var beginning = 0

  var timers = TimerQueue()
  let waker: PollWaker
  var wakeIsUnread = false
  var counts = Statistics()

  init(_ configuration: Configuration) throws(LoopError) {
    capacity = configuration.batchCapacity
    waker = try PollWaker()
    ask(of: waker.reader, for: .readable)
  }

  static var identity: BackendIdentity {
    var system = utsname()
    uname(&system)
    let release = withUnsafeBytes(of: system.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return BackendIdentity(name: "poll", mechanism: "poll(2)", version: release)
  }

  static var capabilities: Capabilities {
    var capabilities = Capabilities(all: .native, timerResolution: .milliseconds(1))
    capabilities.edge = .absent  // poll(2) tells what is so, and not what is new
    capabilities.oneShot = .emulated
    capabilities.exclusive = .absent
    capabilities.wakeUp = .absent
    capabilities.embedding = .absent  // no descriptor stands for the table
    return capabilities
  }

  mutating func schedule(at deadline: Instant) throws(LoopError) -> TimerToken {
    timers.schedule(at: deadline)
  }

  mutating func cancel(_ timer: TimerToken) -> Bool {
    timers.cancel(timer)
  }

  var nextDeadline: Instant? { timers.first }
  var pollDescriptor: CInt { -1 }

  var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Instant(nanoseconds: UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec))
  }

  var statistics: Statistics {
    var statistics = counts
    statistics.registrations = registrations.count + superseded.count
    statistics.timers = timers.count
    return statistics
  }
}
