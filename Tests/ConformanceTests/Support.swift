import EpollCore
import EventLoopAPI
import Glibc
import Synchronization
import Testing

@testable import ConformanceSuite

/// Numbers of descriptors that no other test gets by opening a file, so that a test can close and reuse them.
enum ReservedNumber {
  private static let next = Atomic<CInt>(2000)

  private static let limitIsRaised: Bool = {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return false }
    limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 4096))
    return setrlimit(__rlimit_resource_t(7), &limit) == 0
  }()

  /// Takes a number that is open nowhere.
  static func take() throws -> CInt {
    try #require(limitIsRaised)
    return next.add(1, ordering: .relaxed).oldValue
  }

  /// Moves a descriptor to a reserved number.
  static func move(_ descriptor: CInt) throws -> CInt {
    let number = try take()
    try duplicate(descriptor, onto: number)
    close(descriptor)
    return number
  }
}

/// The result of a call that sets `errno`, or its refusal.
@discardableResult
func checked<Result: SignedInteger>(_ result: Result) throws -> Result {
  guard result >= 0 else { throw ErrorCode(rawValue: errno) }
  return result
}

/// Gives a file another number, which no program that is started gets.
func duplicate(_ descriptor: CInt, onto number: CInt) throws {
  try checked(dup2(descriptor, number))
  try checked(fcntl(number, F_SETFD, FD_CLOEXEC))
}

/// The two ends of a pipe or of a pair of sockets, closed when it goes; a pipe's near end is the one to read.
struct Pair: ~Copyable {
  let near: CInt
  let far: CInt
  private var isNearOpen = true
  private var isFarOpen = true

  private init(near: CInt, far: CInt) {
    self.near = near
    self.far = far
  }

  private static func moving(_ near: CInt, _ far: CInt) throws -> Pair {
    Pair(near: try ReservedNumber.move(near), far: try ReservedNumber.move(far))
  }

  /// pipe(2).
  static func pipe() throws -> Pair {
    var ends: [CInt] = [-1, -1]
    try checked(Glibc.pipe(&ends))
    return try moving(ends[0], ends[1])
  }

  /// socketpair(2) of stream sockets, neither end blocking.
  static func sockets() throws -> Pair {
    var ends: [CInt] = [-1, -1]
    let flags = CInt(SOCK_CLOEXEC.rawValue) | CInt(SOCK_NONBLOCK.rawValue)
    try checked(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue) | flags, 0, &ends))
    return try moving(ends[0], ends[1])
  }

  deinit {
    if isNearOpen { close(near) }
    if isFarOpen { close(far) }
  }

  /// Writes bytes at the far end.
  func write(_ count: Int = 1) throws {
    let written = try checked(Glibc.write(far, [UInt8](repeating: 0x61, count: count), count))
    try #require(written == count)
  }

  /// Reads so many bytes at the near end.
  func read(_ count: Int) throws {
    var bytes = [UInt8](repeating: 0, count: count)
    let received = try checked(Glibc.read(near, &bytes, count))
    try #require(received == count)
  }

  /// Closes the near end, and goes on when the far end has noticed, unless a duplicate keeps the file open.
  ///
  /// That is not at once: a process that another test is starting has all descriptors until its program runs.
  mutating func closeNear(isLast: Bool = true) throws {
    isNearOpen = false
    try checked(close(near))
    if isLast { try Self.settle(far) }
  }

  /// Closes the far end, and goes on when the near end has noticed.
  mutating func closeFar() throws {
    isFarOpen = false
    try checked(close(far))
    try Self.settle(near)
  }

  private static func settle(_ end: CInt) throws {
    // Hangup and error are told without being asked for.
    var entry = pollfd(fd: end, events: 0, revents: 0)
    try #require(poll(&entry, 1, 20_000) > 0)
  }

  /// Gives the number of the closed near end to another file, which is closed with the pair.
  mutating func reuseNear(for descriptor: CInt) throws {
    try #require(!isNearOpen)
    try duplicate(descriptor, onto: near)
    isNearOpen = true
  }
}

/// Another number for an open file, closed when it goes.
struct Duplicate: ~Copyable {
  let descriptor: CInt

  init(of original: CInt) throws {
    descriptor = try ReservedNumber.move(try checked(dup(original)))
  }

  deinit {
    close(descriptor)
  }
}

extension EpollLoop {
  init(batchCapacity: Int) throws(LoopError) {
    var configuration = Configuration()
    configuration.batchCapacity = batchCapacity
    try self.init(configuration)
  }

  /// The events of one wait.
  mutating func turn(_ limit: Wait = .poll) throws(LoopError) -> [Event] {
    try wait(limit)
    return rest()
  }

  /// The events that the batch still has.
  mutating func rest() -> [Event] {
    var events: [Event] = []
    while let event = next() {
      events.append(event)
    }
    return events
  }

  /// The events of one wait, during which a second thread does something once the wait sleeps.
  mutating func turn(_ limit: Wait, meanwhile: @escaping @Sendable () -> Void) throws(LoopError) -> [Event] {
    let companion = Companion([
      Companion.Task(index: 0) {
        meanwhile()
        return .done
      }
    ])
    defer { _ = companion.finish() }
    return try turn(limit)
  }

  /// A limit that a wait with something to report never reaches: a test fails there instead of hanging.
  var patience: Wait { .until(now + .seconds(20)) }
}

/// Whether a descriptor has readable events for poll(2) now.
func isReadable(_ descriptor: CInt) -> Bool {
  var entry = pollfd(fd: descriptor, events: CShort(POLLIN), revents: 0)
  return poll(&entry, 1, 0) > 0
}

/// Has the concurrency runtime open what it keeps open, so that it is not in the way of those who count.
func startRuntime() async throws {
  try await Task.sleep(for: .microseconds(1), clock: .continuous)
  try await Task.sleep(for: .microseconds(1), clock: .suspending)
}

/// Random numbers that are the same in every run (SplitMix64).
struct RepeatableGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension Scenario {
  /// Reads a scenario that has only steps.
  static func steps(_ steps: String, batchCapacity: Int? = nil, id: String = "test/steps") throws -> Scenario
  {
    let batch = batchCapacity.map { "batch \($0)" } ?? ""
    return try ScenarioParser.parse("purpose Test.\ncites law:test\n\(batch)\n\(steps)", id: id, file: "test")
  }
}
