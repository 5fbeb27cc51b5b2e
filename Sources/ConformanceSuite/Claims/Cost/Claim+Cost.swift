internal import CObjects
internal import EpollModel
internal import EventLoopAPI
internal import Foundation
internal import Glibc

extension Claim {
  static let cost: [Claim] = [
    controlLogarithmic, waitInReady, edgeConstant, lookAndTakeOut, levelScans, selectLimit, noCeiling,
  ]

  /// How many are registered.
  private static let sizes = [10, 100, 1000, 10_000]

  /// How many are registered in the model.
  private static let modelSizes = [10, 100, 1000]

  /// An instance for each size, over the same descriptors.
  private static func sets(
    over pool: borrowing DescriptorPool, _ flags: UInt32 = 0
  ) throws -> [EpollSet] {
    try sizes.map { size in
      let set = try EpollSet()
      for number in pool.numbers.prefix(size) { try set.add(number, EPOLLIN.rawValue | flags) }
      return set
    }
  }

  /// The time of a wait for one event, level-triggered, with 10 to 10,000 registered.
  private static func curveOfWaits(over pool: borrowing DescriptorPool) throws -> CostCurve {
    let sets = try sets(over: pool)
    return try CostCurve(sizes, repetitions: { _ in 20 }) { place in _ = try sets[place].wait(1) }
  }

  private static let controlLogarithmic = Claim(
    "ctl-cost-logarithmic", .tutorial,
    "epoll_ctl costs O(log n) among n registrations, and so does not grow in proportion to n."
  ) { log in
    let pool = try DescriptorPool(10_000, atLeast: 10_000)
    let sets = try sets(over: pool)
    let extra = try Files.counter()
    let curve = try CostCurve(sizes, repetitions: { _ in 20 }) { place in
      try sets[place].add(extra.number, EPOLLIN.rawValue)
      try sets[place].remove(extra.number)
    }
    log.see(
      "the time of ADD and DEL of one, with 10 to 10,000 registered", curve.growth,
      claimed: CostCurve.lessThanProportionally,
      measured: curve.numbers)
    // It looks whether the entry is there, and then for its place: twice down a tree of twice the least
    // height.
    let counts = try modelSizes.map(comparisons)
    let isLogarithmic = zip(modelSizes, counts).allSatisfy { Double($1) <= 4 * log2(Double($0)) }
    log.note(
      "comparisons of keys in the model's tree for ADD of one more, to 1000",
      isLogarithmic ? "at most four for each doubling" : "more than four for each doubling",
      measured: zip(modelSizes, counts).map { "\($0): \($1)" }.joined(separator: ", "))
  }

  /// The comparisons that the model makes when one more is added, at most of ten.
  private static func comparisons(among size: Int) throws -> Int {
    var kernel = ModelKernel()
    let epoll = try kernel.makeEpoll()
    for _ in 0..<size {
      let counter = try kernel.openCounter()
      try kernel.control(epoll, .add, counter, events: .readable)
    }
    var most = 0
    for _ in 0..<10 {
      let counter = try kernel.openCounter()
      try kernel.control(epoll, .add, counter, events: .readable)
      most = max(most, kernel.statistics.lastComparisons)
    }
    return most
  }

  private static let waitInReady = Claim(
    "wait-cost-in-ready-only", .tutorial,
    "epoll_wait costs O(k), k being those that are ready, however many are registered."
  ) { log in
    let sizes = [100, 1000, 10_000]
    let pool = try DescriptorPool(10_000, atLeast: 10_000)
    let sets = try sets(over: pool).suffix(3).map(\.self)
    pool.makeReady(100)
    var events = Array(repeating: epoll_event(), count: 100)
    let curve = CostCurve(sizes, repetitions: { _ in 20 }) { place in
      _ = cobjects_epoll_collect(sets[place].number, &events, 100, 0)
    }
    log.see(
      "the time of a wait with 100 ready of 100 to 10,000", curve.growth,
      claimed: CostCurve.lessThanProportionally,
      measured: curve.numbers)
    let touched = try [100, 300, 1000].map { size in try entriesTouched(ready: 100, of: size) }
    log.note(
      "entries that the model's wait looks at, 100 of 100 to 1000 ready",
      touched.map { "\($0)" }.joined(separator: ", "))
    try seeTakingOut(of: pool, &log)
  }

  private static let edgeConstant = Claim(
    "et-cost-constant", .notes,
    "epoll is O(1): with edge-triggered registrations a wait looks through none of them, however many there "
      + "are."
  ) { log in
    let pool = try DescriptorPool(10_000, atLeast: 10_000)
    let sets = try sets(over: pool, EPOLLET.rawValue)
    let curve = try CostCurve(sizes, repetitions: { _ in 20 }) { place in
      pool.makeReady(1)
      _ = try sets[place].wait(1)
    }
    log.see(
      "the time of an arrival and a wait, edge-triggered, with 1 ready of 10 to 10,000", curve.growth,
      claimed: CostCurve.lessThanProportionally, measured: curve.numbers)
  }

  private static let lookAndTakeOut = Claim(
    "wait-look-and-take-out", .introduction,
    "To look whether any is ready costs O(1), and to take out those that are ready O(N)."
  ) { log in
    let pool = try DescriptorPool(10_000, atLeast: 10_000)
    let curve = try curveOfWaits(over: pool)
    log.see(
      "the time of a wait with none ready of 10 to 10,000", curve.growth,
      claimed: CostCurve.lessThanProportionally, measured: curve.numbers)
    try seeTakingOut(of: pool, &log)
  }

  /// Looks at what it costs to be told of many, which is claimed to follow their number.
  private static func seeTakingOut(
    of pool: borrowing DescriptorPool, _ log: inout ClaimLog
  ) throws {
    let set = try EpollSet()
    for number in pool.numbers { try set.add(number, EPOLLIN.rawValue) }
    pool.makeReady(10_000)
    var room = Array(repeating: epoll_event(), count: 10_000)
    let curve = CostCurve(sizes, rounds: 30) { place in
      _ = cobjects_epoll_collect(set.number, &room, CInt(sizes[place]), 0)
    }
    log.see(
      "the time of a wait for 10 to 10,000 that are ready, of 10,000", curve.growth,
      claimed: CostCurve.proportionally, measured: curve.numbers)
  }

  private static func entriesTouched(ready: Int, of size: Int) throws -> Int {
    var kernel = ModelKernel()
    let epoll = try kernel.makeEpoll()
    for place in 0..<size {
      let counter = try kernel.openCounter()
      if place < ready { _ = try kernel.write(counter, 1) }
      try kernel.control(epoll, .add, counter, events: .readable)
    }
    _ = try kernel.wait(epoll, size)
    return kernel.statistics.lastItemsTouched
  }

  private static let levelScans = Claim(
    "lt-scans-all-fds", .notes,
    "A wait looks through all level-triggered registrations, so that epoll is then hardly faster than poll."
  ) { log in
    let pool = try DescriptorPool(10_000, atLeast: 10_000)
    pool.makeReady(1)
    let curve = try curveOfWaits(over: pool)
    log.see(
      "the time of a wait with 1 ready of 10 to 10,000, level-triggered", curve.growth,
      claimed: CostCurve.proportionally, measured: curve.numbers)
    let polled = pollCurve(sizes, pool)
    log.note("the time of poll with the same", polled.growth, measured: polled.numbers)
    let faster = polled.costs[3] / curve.costs[3]
    log.see(
      "how much faster epoll is with 10,000", faster < 3 ? "less than 3 times" : "3 times or more",
      claimed: "less than 3 times", measured: "\(Int(faster)) times")
    let touched = try modelSizes.map { size in try entriesTouched(ready: 1, of: size) }
    log.note(
      "entries that the model's wait looks at, 1 of 10 to 1000 ready",
      touched.map { "\($0)" }.joined(separator: ", "))
  }

  /// The time of poll(2) with one ready of many.
  private static func pollCurve(_ sizes: [Int], _ pool: borrowing DescriptorPool) -> CostCurve {
    var lists = sizes.map { size in
      pool.numbers.prefix(size).map { pollfd(fd: $0, events: CShort(POLLIN), revents: 0) }
    }
    return CostCurve(sizes) { place in _ = poll(&lists[place], nfds_t(sizes[place]), 0) }
  }

  private static let selectLimit = Claim(
    "select-limit", .tutorial, "select and poll cost O(n) with n descriptors, and epoll does not."
  ) { log in
    let pool = try DescriptorPool(10_000, atLeast: 10_000)
    pool.makeReady(1)
    let curve = try curveOfWaits(over: pool)
    log.see(
      "the time of epoll_wait with 1 ready of 10 to 10,000", curve.growth,
      claimed: CostCurve.lessThanProportionally,
      measured: curve.numbers)
    let polled = pollCurve(sizes, pool)
    log.see(
      "the time of poll with the same", polled.growth, claimed: CostCurve.proportionally,
      measured: polled.numbers)
    // What is open already has some of the numbers below the limit.
    let few = [10, 30, 100, 300, 900]
    guard pool.numbers[899] < SelectSet.limit else { throw ClaimObstacle("numbers below 1024 are taken") }
    var selected = few.map { SelectSet(pool.numbers.prefix($0)) }
    let curveOfSelect = CostCurve(few) { place in _ = selected[place].select() }
    log.see(
      "the time of select with 1 ready of 10 to 900, as it knows no number from 1024 on",
      curveOfSelect.growth,
      claimed: CostCurve.proportionally, measured: curveOfSelect.numbers)
  }

  private static let noCeiling = Claim(
    "no-fd-count-ceiling", .introduction, "How many are watched is limited by what the system has alone."
  ) { log in
    let pool = try DescriptorPool(50_000, atLeast: 10_000)
    let set = try EpollSet()
    let failure = pool.numbers.first { number in
      cobjects_epoll_change(set.number, EPOLL_CTL_ADD, number, EPOLLIN.rawValue, UInt64(number)) < 0
    }
    log.see(
      "as many added as the process may have open, 10,000 at least",
      failure == nil ? "none is refused" : "one is refused",
      claimed: "none is refused", measured: "\(pool.numbers.count) added")
    pool.makeReady(pool.numbers.count)
    let told = try set.wait(pool.numbers.count).count
    log.see("all made ready, and one wait", told == pool.numbers.count ? "all" : "not all", claimed: "all")
    let path = "/proc/sys/fs/epoll/max_user_watches"
    log.note(
      "the resource of which each registration takes, \(path)",
      access(path, F_OK) == 0 ? "there" : "not there",
      measured: (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").first.map(
        String.init))
  }
}
