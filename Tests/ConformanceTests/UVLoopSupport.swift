import Glibc
import Synchronization
import UVBridge

/// The next number that `Numbers` gives away.
private let nextNumber = Atomic<CInt>(600)

/// Numbers of descriptors that no other test gets by opening a file, so that a test can close and reuse them.
enum Numbers {
  static func take() -> CInt {
    nextNumber.add(1, ordering: .relaxed).oldValue
  }

  /// Moves a descriptor to a number that is free for reuse when it is closed.
  static func move(_ descriptor: CInt) -> CInt {
    let number = take()
    precondition(dup2(descriptor, number) == number)
    // A program that another test starts must not keep the file open.
    precondition(fcntl(number, F_SETFD, FD_CLOEXEC) == 0)
    close(descriptor)
    return number
  }
}

/// Both ends of something.
struct Ends {
  var reading: CInt
  var writing: CInt

  static func pipe() -> Ends {
    var ends: [CInt] = [-1, -1]
    precondition(Glibc.pipe(&ends) == 0)
    return Ends(reading: Numbers.move(ends[0]), writing: Numbers.move(ends[1]))
  }

  static func socketPair() -> Ends {
    var ends: [CInt] = [-1, -1]
    precondition(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0)
    return Ends(reading: Numbers.move(ends[0]), writing: Numbers.move(ends[1]))
  }

  /// Readable descriptors of one socket.
  static func readable(count: Int) -> [CInt] {
    let pair = socketPair()
    pair.write()
    return [pair.reading]
      + (1..<count).map { _ in
        let duplicate = dup(pair.reading)
        precondition(duplicate >= 0, "no descriptor left")
        return duplicate
      }
  }

  func write(_ count: Int = 1) {
    let bytes = [UInt8](repeating: 1, count: count)
    precondition(Glibc.write(writing, bytes, count) == count)
  }

  /// Reads what is there, up to a count.
  func drain(_ count: Int = 4096) {
    var bytes = [UInt8](repeating: 0, count: count)
    _ = Glibc.read(reading, &bytes, count)
  }

  /// Closes the writing end, and goes on when the reading end has noticed.
  ///
  /// That is not at once: a process that another test is starting has all descriptors until its program runs.
  func closeWriting() {
    Glibc.close(writing)
    var entry = pollfd(fd: reading, events: 0, revents: 0)
    precondition(poll(&entry, 1, 20_000) > 0, "the other end does not notice")
  }

  func close() {
    Glibc.close(reading)
    Glibc.close(writing)
  }
}

extension UVLoop {
  init(_ profile: Profile, batchCapacity: Int = 256) throws {
    var configuration = Configuration(profile: profile)
    configuration.batchCapacity = batchCapacity
    try self.init(configuration)
  }

  /// The events of one wait.
  mutating func turn(_ limit: Wait = .poll) throws -> [Event] {
    try wait(limit)
    var events: [Event] = []
    while let event = next() {
      events.append(event)
    }
    return events
  }

  mutating func turn(for span: Duration) throws -> [Event] {
    try turn(.until(now + span))
  }

  /// The error that a registration is refused with.
  mutating func refusal(
    registering descriptor: CInt,
    for interest: Interest = .readable,
    trigger: Trigger = .level
  ) -> ErrorCode? {
    do {
      _ = try register(descriptor, for: interest, trigger: trigger)
      return nil
    } catch {
      return error.code
    }
  }

  /// The error that a change is refused with.
  mutating func refusal(
    modifying token: Token,
    for interest: Interest = .readable,
    trigger: Trigger = .level
  ) -> ErrorCode? {
    do {
      try modify(token, for: interest, trigger: trigger)
      return nil
    } catch {
      return error.code
    }
  }
}

/// The processor time of this process.
func processorTime() -> Duration {
  // clock(3) counts microseconds on every POSIX system.
  .microseconds(clock())
}

/// The number of open descriptors of this process.
func openDescriptorCount() -> Int {
  (0..<4096).count { fcntl(CInt($0), F_GETFD) >= 0 }
}

/// Lets a signal through, which the threads of a task pool keep blocked.
func unblock(_ signal: CInt) {
  var signals = sigset_t()
  sigaddset(&signals, signal)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}

/// fork(3), which the module of the C library keeps from Swift: its child has but one thread.
func forkProcess() -> pid_t {
  guard let symbol = dlsym(nil, "fork") else { preconditionFailure("no fork") }
  return unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)()
}
