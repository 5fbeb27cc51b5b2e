/// A process's view of Linux's epoll, as a value: descriptors, open files, epoll instances.
///
/// Calls have the kernel's names for their refusals and act on descriptor numbers. Nothing blocks: a call
/// that would is refused with ``ModelError/wouldBlock``, and waits of several threads are begun with
/// ``beginWait(thread:_:maximum:)``. Copies are independent and cheap; they share memory until one is
/// changed.
///
/// The numbers 0, 1 and 2 are never given out, as in a program that has its standard streams.
public struct ModelKernel: Sendable {
  /// The rules that hold; ``ModelRules/linux`` in a kernel that is to be believed.
  public let rules: ModelRules

  /// What happened inside the calls, if it is to be kept; nil keeps nothing and costs nothing.
  public var journal: [JournalEntry]?

  /// How many descriptors the process may have, 0, 1 and 2 among them (`RLIMIT_NOFILE`).
  public var descriptorLimit = Int.max

  /// Whether a number that was closed is given out again, as in every process, if nothing else is asked for.
  public var reusesNumbers = true

  /// What was counted since the start.
  public internal(set) var statistics = ModelStatistics()

  /// The rules that were applied since the start.
  public internal(set) var coverage = ModelCoverage()

  /// The virtual clock, in nanoseconds.
  public internal(set) var now: UInt64 = 0

  /// The open file of each descriptor.
  var descriptors: [Place] = []
  var files = Arena<OpenFile>()

  var queues = Arena<WaitQueue>()
  var entries = Arena<WaitEntry>()
  var instances = Arena<Eventpoll>()
  var items = Arena<Item>()

  var packets = Arena<Packet>()
  var pipes = Arena<Pipe>()
  var unixSockets = Arena<UnixSocket>()
  var internetSockets = Arena<InternetSocket>()
  var counters = Arena<Counter>()
  var timers = Arena<Timer>()
  var processes = Arena<ProcessHandle>()
  var terminals = Arena<Pseudoterminal>()
  var systemFiles = Arena<SystemFile>()
  var fileWatches = Arena<FileWatch>()

  /// The one queue of all signalfds of the process (`signalfd_wqh`), and whether the signal is pending.
  var signals = SignalQueue()

  var waiters = Arena<Waiter>()
  /// Waiters that were woken and have not run yet, in the order of their wakes.
  var wokenWaiters: [Place] = []
  var finished: [FinishedWait] = []

  /// The generation of the last walk over instances (`loop_check_gen`).
  var walk: UInt32 = 0

  /// Makes a kernel in which no file is open.
  public init(rules: ModelRules = .linux) {
    self.rules = rules
    signals.queue = queues.add(WaitQueue())
  }
}
