internal import EventLoopAPI
internal import Synchronization

/// What the loops of a process share, for the faults that are just that.
enum SharedState {
  private static let loops = Atomic<Int>(0)
  private static let holders = Mutex<[CInt: Int]>([:])
  private static let wakes = Mutex(Weak())

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
