import EpollCore
import EventLoopAPI
import Glibc
import Synchronization
import Testing

@testable import ConformanceSuite

extension Epoll {
  /// The events of one wait that does not block.
  func reports(maximum: Int? = nil) throws(EpollError) -> [Event] {
    var buffer = Buffer(capacity: 64)
    try wait(into: &buffer, maximum: maximum, for: .poll)
    return buffer.events
  }

  /// The entries of the interest list, without what the kernel adds to them.
  func entries() throws(EpollError) -> Set<Entry> {
    let added: Events = [.error, .hangup]
    return Set(try status().map { Entry($0.descriptor, for: $0.events.subtracting(added), data: $0.data) })
  }
}

extension Epoll.Buffer {
  /// The events of the last wait.
  var events: [Epoll.Event] { indices.map { self[$0] } }
}

extension Epoll.Timeout {
  /// A limit that a wait with something to report never reaches: a test fails there instead of hanging.
  static let patience = nanoseconds(20_000_000_000)
}

/// An instance that several threads hold.
final class SharedEpoll: Sendable {
  let epoll: Epoll

  /// For threads that go on until they are told.
  let hasEnded = Atomic(false)

  init() throws { epoll = try Epoll() }
}

/// A pair of sockets that several threads and arrays may hold.
final class SharedPair: Sendable {
  private let pair: Pair

  init() throws { pair = try Pair.sockets() }

  var near: CInt { pair.near }

  func write() throws { try pair.write() }

  func read(_ count: Int) throws { try pair.read(count) }
}

/// Has a second thread do something once the calling thread sleeps in a wait.
func meanwhile<Failure>(
  _ action: @escaping @Sendable () -> Void, _ wait: () throws(Failure) -> Void
) throws(Failure) {
  let companion = Companion([
    Companion.Task(index: 0) {
      action()
      return .done
    }
  ])
  defer { _ = companion.finish() }
  try wait()
}

private let handledSignals = Atomic(0)

/// A signal with a handler that counts; for one test in a process of its own.
enum CountedSignal {
  static let number = SIGUSR1

  /// How often it was handled.
  static var count: Int { handledSignals.load(ordering: .sequentiallyConsistent) }

  /// Installs the handler, and blocks the signal for the calling thread or lets it through.
  static func prepare(isBlocked: Bool) {
    var action = sigaction()
    action.sa_flags = CInt(SA_RESTART)
    action.__sigaction_handler.sa_handler = { _ in handledSignals.add(1, ordering: .sequentiallyConsistent) }
    sigaction(number, &action, nil)
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, number)
    pthread_sigmask(isBlocked ? SIG_BLOCK : SIG_UNBLOCK, &signals, nil)
  }
}

/// What only a superuser may have the system do, or pretend.
enum System {
  static let isOurs = geteuid() == 0

  /// Does something while the process may open no more files.
  static func withoutDescriptors<Result>(_ body: () throws -> Result) throws -> Result {
    let resource = __rlimit_resource_t(7)
    var limit = rlimit()
    try checked(getrlimit(resource, &limit))
    let usual = limit
    limit.rlim_cur = 0
    try checked(setrlimit(resource, &limit))
    defer { setrlimit(resource, [usual]) }
    return try body()
  }

  /// Makes a system call by its number, which Swift cannot call as the C function with variable arguments.
  @discardableResult
  private static func call(_ number: Int, _ first: Int, _ second: Int = 0, _ third: Int = 0) throws -> Int {
    typealias Call = @convention(c) (Int, Int, Int, Int, Int, Int) -> Int
    let function = try #require(dlsym(nil, "syscall"))
    return try checked(unsafeBitCast(function, to: Call.self)(number, first, second, third, 0, 0))
  }

  /// Gives the calling thread a table of descriptors of its own, by unshare(2).
  static func leaveDescriptorTable() throws {
    #if arch(x86_64)
    let unshare = 272
    #else
    let unshare = 97
    #endif
    let files = 0x400
    try call(unshare, files)
  }

  /// Has the kernel answer this process's calls of epoll_pwait2(2) with a seccomp(2) filter's action.
  static func answerPreciseWaits(with action: UInt32) throws {
    // For each instruction its code, its two jumps and its operand: load the call's number, compare, answer.
    let program: [(code: UInt16, ifEqual: UInt8, otherwise: UInt8, operand: UInt32)] = [
      (0x20, 0, 0, 0), (0x15, 0, 1, 441), (0x06, 0, 0, action), (0x06, 0, 0, 0x7FFF_0000),
    ]
    let bytes = program.flatMap { line -> [UInt8] in
      withUnsafeBytes(of: line.code.littleEndian, Array.init) + [line.ifEqual, line.otherwise]
        + withUnsafeBytes(of: line.operand.littleEndian, Array.init)
    }
    let noNewPrivileges = 38
    let setFilter = (option: 22, mode: 2)
    #if arch(x86_64)
    let prctl = 157
    #else
    let prctl = 167
    #endif
    try call(prctl, noNewPrivileges, 1)
    try bytes.withUnsafeBytes { instructions in
      // A `sock_fprog`: the number of instructions, padding, and where they are.
      let description = [program.count, Int(bitPattern: instructions.baseAddress)]
      _ = try description.withUnsafeBytes { pointer in
        try call(prctl, setFilter.option, setFilter.mode, Int(bitPattern: pointer.baseAddress))
      }
    }
  }
}
