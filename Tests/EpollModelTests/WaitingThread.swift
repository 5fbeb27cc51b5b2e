import CEpoll
import CObjects
import Glibc
import Synchronization

/// A thread of this process that waits once in epoll_wait(2), without limit.
struct WaitingThread {
  /// What a thread is seen to do.
  enum State: Equatable {
    case active
    case asleep
    case ended(StepResult)
  }

  private final class Shared: Sendable {
    let epoll: CInt
    let maximum: Int
    let task = Atomic<CInt>(0)
    let result = Mutex<StepResult?>(nil)

    init(epoll: CInt, maximum: Int) {
      self.epoll = epoll
      self.maximum = maximum
    }

    func wait() {
      task.store(cobjects_thread(), ordering: .releasing)
      var events = [epoll_event](repeating: epoll_event(), count: maximum)
      let count = cepoll_wait(epoll, &events, CInt(maximum), -1)
      let found =
        count < 0
        ? [Int64(count)]
        : (0..<Int(count)).flatMap { [Int64(events[$0].events), Int64(events[$0].data.u64)] }
      result.withLock { $0 = found }
    }
  }

  private let shared: Shared
  private var thread = pthread_t()

  init(epoll: CInt, maximum: Int) {
    let shared = Shared(epoll: epoll, maximum: maximum)
    self.shared = shared
    // Safety: the thread takes over the one reference, and gives it up before it can be joined.
    let result = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Shared>.fromOpaque(context).takeRetainedValue().wait() }
        return nil
      }, Unmanaged.passRetained(shared).toOpaque())
    precondition(result == 0, "no thread can be started")
  }

  func join() { pthread_join(thread, nil) }

  var state: State {
    if let result = shared.result.withLock({ $0 }) { return .ended(result) }
    return isAsleep ? .asleep : .active
  }

  /// Whether it sleeps in epoll_wait(2), as proc(5) tells; not if it was woken and has not run yet.
  ///
  /// A thread that was woken may block within the call once more, for a lock or a page, but not
  /// interruptibly.
  private var isAsleep: Bool {
    let task = shared.task.load(ordering: .acquiring)
    guard task != 0 else { return false }
    let call = Self.words(of: "/proc/self/task/\(task)/syscall").first.flatMap { Int($0) }
    guard call.map({ cobjects_is_wait($0) != 0 }) ?? false else { return false }
    // The name before the state is in brackets, and may have spaces in it.
    let words = Self.words(of: "/proc/self/task/\(task)/stat")
    guard let name = words.lastIndex(where: { $0.hasSuffix(")") }), name + 1 < words.count else {
      return false
    }
    return words[name + 1] == "S"
  }

  private static func words(of path: String) -> [Substring] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(file, &bytes, bytes.count)
    return String(decoding: bytes[..<max(count, 0)], as: UTF8.self).split(separator: " ")
  }

  /// What each thread has found, nil for those that sleep, once all have ended or sleep; nil if that never
  /// comes.
  ///
  /// A thread that ends may have woken others before, so that those who were looked at before it must be
  /// looked at again: nothing may change in as many looks as there are threads.
  static func settled(_ threads: [WaitingThread]) -> ThreadOutcome? {
    var last: ThreadOutcome?
    var looks = 0
    for _ in 0..<1_000_000 {
      let states = threads.map(\.state)
      guard !states.contains(.active) else {
        last = nil
        sched_yield()
        continue
      }
      let outcome: ThreadOutcome = states.map { state in
        if case .ended(let result) = state { result } else { nil }
      }
      looks = outcome == last ? looks + 1 : 0
      last = outcome
      if looks > threads.count { return outcome }
    }
    return nil
  }
}

/// What each of several threads has found; nil stands for one that sleeps on.
typealias ThreadOutcome = [StepResult?]
