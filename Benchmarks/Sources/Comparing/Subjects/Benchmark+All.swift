import Measuring

extension Benchmark {
  /// All benchmarks, in the order of the report.
  public static let all: [Benchmark] = [
    pingPong, ready, churn, masks, timers, wakeRoundTrip, wakeStorm, echo, triggers, registrationMemory,
    timerMemory, start,
  ]

  private static let yardstickAndLibraries: [Implementation] = [.c, .libuv, .libevent, .libev]
  private static let ourLoops: [Implementation] = [.epollLoop, .uvLoop, .crossCheck]
  private static let ourAsync: [Implementation] = [.asyncEpoll, .asyncUV]
  private static let nio: [Implementation] = [.nio, .nioAsync, .nioAsyncOnLoop]

  private static let pingPong: Benchmark = {
    let contestants =
      yardstickAndLibraries + nio + [.epollLoop, .handlers, .closures, .uvLoop, .crossCheck] + ourAsync
    func variant(_ pairs: Int, _ active: Int, _ label: String, isQuick: Bool) -> Variant {
      Variant(
        label, .workload(.pingPong(pairs: pairs, active: active)), .calibrated(from: 5000), by: contestants,
        counted: isQuick ? CountedLengths(short: 5000, long: 15_000) : nil, isQuick: isQuick)
    }
    return Benchmark(
      "ping-pong", "Ping-pong",
      """
      Pairs of unix-stream sockets, all ends watched for data; in the active pairs a byte goes to and fro. \
      An event is one read(2) and one write(2).
      """,
      per: ["event"],
      [
        variant(1, 1, "1 pair", isQuick: true),
        variant(100, 100, "100 pairs, all active", isQuick: true),
        variant(9000, 100, "9,000 pairs, 100 active", isQuick: false),
      ])
  }()

  private static let ready = Benchmark(
    "ready", "100 ready of n registered",
    """
    Of n eventfds 100 are ready, evenly spread, and nothing is read: the cost of finding what is ready. \
    poll(2) and select(2) are told of all n at each call; select(2) takes no descriptor above 1,023.
    """,
    per: ["event"],
    [100, 1000, 5000, 10_000, 19_000].map { registered in
      var contestants = yardstickAndLibraries + ourLoops + [.poll]
      if registered + 10 < 1024 { contestants.append(.select) }
      return Variant(
        "n = \(registered.grouped)", size: registered, .workload(.ready(100, of: registered)),
        .calibrated(from: 20_000), by: contestants,
        counted: registered == 1000 ? CountedLengths(short: 20_000, long: 60_000) : nil,
        isQuick: [100, 1000, 10_000].contains(registered))
    })

  private static let churn = Benchmark(
    "churn", "Register and deregister",
    """
    100 eventfds are registered, then deregistered, again and again. libuv and libev tell the kernel in \
    their next turn, so a turn for every 100 belongs to it there; libev does not tell the kernel of a \
    descriptor that it no longer watches until it reports.
    """,
    per: ["pair"],
    [
      Variant(
        "100 descriptors", .workload(.churn(descriptors: 100)), .calibrated(from: 5000),
        by: yardstickAndLibraries + [.epollLoop, .handlers, .closures, .uvLoop, .crossCheck],
        counted: CountedLengths(short: 5000, long: 15_000))
    ])

  private static let masks = Benchmark(
    "masks", "Change the interest",
    """
    100 sockets that are neither readable nor writable alternate between interest in data, and in data and \
    room.
    """,
    per: ["change"],
    [
      Variant(
        "100 descriptors", .workload(.masks(descriptors: 100)), .calibrated(from: 5000),
        by: yardstickAndLibraries + ourLoops, counted: CountedLengths(short: 5000, long: 15_000))
    ])

  private static let timers = Benchmark(
    "timers", "Timers",
    """
    Timers with random deadlines within 100 ms are started, every second one is cancelled, in random \
    order, and the rest fires, all in one turn.
    """,
    per: ["start", "cancel", "fire"],
    [
      Variant(
        "10,000 timers", .workload(.timers(10_000)), .fixed(4),
        by: yardstickAndLibraries + [.nio] + ourLoops, isQuick: false),
      // SwiftNIO looks for a timer that is cancelled among all the others: with more of them it would take
      // minutes.
      Variant("100,000 timers", .workload(.timers(100_000)), .fixed(2), by: yardstickAndLibraries + ourLoops),
      Variant(
        "1,000,000 timers", .workload(.timers(1_000_000)), .fixed(2), by: yardstickAndLibraries + ourLoops,
        isQuick: false),
    ])

  private static let wakeRoundTrip = Benchmark(
    "wake-round-trip", "Wakes in turn",
    """
    Two loops on two threads wake each other in turn: a round trip is two wakes. Both threads share one core.
    """,
    per: ["round-trip"],
    [
      Variant(
        "two threads", .workload(.wakeRoundTrip), .calibrated(from: 2000), by: wakers,
        counted: CountedLengths(short: 2000, long: 6000, hasInstructions: false))
    ])

  private static let wakeStorm = Benchmark(
    "wake-storm", "Wakes at once",
    """
    Eight threads wake one loop as fast as they can, until it has seen the last of them. All share one \
    core, so most wakes find that one is on its way.
    """,
    per: ["wake"],
    [Variant("eight threads", .workload(.wakeStorm(threads: 8)), .calibrated(from: 20_000), by: wakers)])

  private static let wakers = yardstickAndLibraries + [.nio] + ourLoops + ourAsync

  private static let echo = Benchmark(
    "echo", "TCP echo",
    """
    A server on 127.0.0.1; on each connection a client has one message of 64 bytes on its way. Wall time \
    is that of the server and of the client, which is the same for all and shares their core; the server's \
    is the time that the processor was busy for it, in the kernel and outside. System calls are the server's.
    """,
    per: ["echo", "server"],
    [(1, 2000), (100, 10_000), (5000, 20_000)].map { connections, first in
      Variant(
        connections == 1 ? "1 connection" : "\(connections.grouped) connections", size: connections,
        .echo(connections: connections, bytes: 64), .calibrated(from: first),
        by: yardstickAndLibraries + nio + [.epollLoop, .handlers, .uvLoop, .crossCheck] + ourAsync,
        counted: connections <= 100 ? CountedLengths(short: 2000, long: 6000, hasInstructions: false) : nil,
        isQuick: connections == 100)
    })

  private static let triggers: Benchmark = {
    func variant(_ mode: String, _ contestants: [Implementation]) -> Variant {
      Variant(
        mode, .workload(.trigger(mode)), .calibrated(from: 5000), by: contestants,
        counted: CountedLengths(short: 2000, long: 6000))
    }
    return Benchmark(
      "triggers", "Level, edge and one-shot",
      """
      The example of the documents: 100 bytes arrive and are read 50 at a time. Level-triggered and one-shot \
      (re-armed after each report) take two reports for it; edge-triggered one, after which both reads are \
      done.
      """,
      per: ["message"],
      [
        variant("level", yardstickAndLibraries + [.nio] + ourLoops + ourAsync),
        variant("edge", [.c, .libevent] + ourLoops),
        variant("one-shot", yardstickAndLibraries + ourLoops),
      ])
  }()

  private static let registrationMemory = Benchmark(
    "registration-memory", "Memory of a registration",
    """
    By how much the heap in use grows for each of 10,000 eventfds (channels in SwiftNIO), with the \
    watchers that the library asks for. What the kernel holds is the same for all.
    """,
    per: ["registration"], unit: .bytes,
    [
      Variant(
        "10,000 descriptors", .workload(.registrationMemory), .fixed(10_000),
        by: yardstickAndLibraries + [.nio] + ourLoops + ourAsync)
    ])

  private static let timerMemory = Benchmark(
    "timer-memory", "Memory of a timer", "The same for each of 100,000 timers that are scheduled.",
    per: ["timer"], unit: .bytes,
    [
      Variant(
        "100,000 timers", .workload(.timerMemory), .fixed(100_000),
        by: yardstickAndLibraries + [.nio] + ourLoops)
    ])

  private static let start = Benchmark(
    "start", "From start to end",
    "A process that makes a loop, waits for an event that is there, and ends: nothing else.",
    per: ["process"],
    [
      Variant(
        "one event", .process, .calibrated(from: 20),
        by: yardstickAndLibraries + [.nio, .epollLoop, .embeddedEpollLoop, .uvLoop, .asyncEpoll])
    ])
}

extension Int {
  /// The number with a comma between thousands.
  var grouped: String {
    let digits = String(self)
    let groups = stride(from: digits.count, to: 0, by: -3).map { end in
      digits.dropLast(digits.count - end).suffix(3)
    }
    return groups.reversed().joined(separator: ",")
  }
}
