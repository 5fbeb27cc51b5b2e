internal import EpollCore
internal import EventLoopAPI
internal import Glibc
internal import Synchronization

/// What the loops of a process share, for the faults that are just that.
enum SharedState {
  private static let loops = Atomic<Int>(0)
  private static let holders = Mutex<[CInt: Int]>([:])
  private static let wakes = Mutex(Weak())
  private static let turns = Mutex(())
  private static let batch = Mutex<[Epoll.Event]>([])
  private static let set = Mutex<(process: pid_t, descriptor: CInt)?>(nil)

  private struct Weak {
    weak var state: MutantWaker.State?
  }

  /// A number for a loop that is made.
  static func nextLoop() -> Int {
    loops.add(1, ordering: .relaxed).newValue
  }

  /// The waker's part that all loops have, as long as one of them lives.
  static func waker(_ fault: Fault?) throws(LoopError) -> MutantWaker.State {
    if let state = wakes.withLock({ $0.state }) { return state }
    let state = try MutantWaker.State(fault)
    wakes.withLock { $0.state = state }
    return state
  }

  /// Does something while no other loop of the process does.
  static func inTurn<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) {
    try turns.withLock { (_) throws(Failure) in try body() }
  }

  /// What a loop has collected when it has been where all loops of the process collect.
  static func throughOneBatch(_ events: [Epoll.Event]) -> [Epoll.Event] {
    batch.withLock { $0 = events }
    sched_yield()
    return batch.withLock { $0 }
  }

  /// The descriptor of an epoll instance that the parent of this process has made; notes this process's own.
  static func inheritedSet(besides own: CInt) -> CInt? {
    set.withLock { set in
      if let set, set.process != getpid() { return set.descriptor }
      set = (getpid(), own)
      return nil
    }
  }

  /// Gives a descriptor to a loop, if no other has it.
  static func hold(_ descriptor: CInt, by loop: Int) -> Bool {
    holders.withLock { holders in
      guard holders[descriptor] == nil || holders[descriptor] == loop else { return false }
      holders[descriptor] = loop
      return true
    }
  }

  /// Whether another loop has a descriptor.
  static func isHeld(_ descriptor: CInt, byOtherThan loop: Int) -> Bool {
    holders.withLock { $0[descriptor].map { $0 != loop } ?? false }
  }

  /// Takes a descriptor from whoever has it.
  static func release(_ descriptor: CInt) {
    holders.withLock { $0[descriptor] = nil }
  }

  /// Takes everything from a loop that ends.
  static func releaseAll(of loop: Int) {
    holders.withLock { holders in holders = holders.filter { $0.value != loop } }
  }
}
