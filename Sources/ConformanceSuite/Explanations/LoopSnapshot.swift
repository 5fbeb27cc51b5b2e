internal import EpollModel

/// One of a scenario's loops at one moment.
struct LoopSnapshot {
  /// Its instance; nil once it has ended.
  let instance: InstanceView?

  let registrations: [ModelLoop.Registration]

  /// The names of the registrations, by token.
  let tokenNames: [String]

  /// The pending timers and whether a wake is wanted, which the kernel does not know.
  private(set) var timers: [PendingTimer]
  private(set) var wakeIsWanted: Bool

  /// Looks at a loop.
  ///
  /// - Parameter previous: what was seen before.
  init(_ tested: ModelLoopUnderTest, in kernel: ModelKernel, after previous: LoopSnapshot?) {
    instance = try? kernel.view(ofInstance: tested.loop.epoll)
    registrations = tested.loop.registrations
    tokenNames = tested.names
    timers = previous?.timers ?? []
    wakeIsWanted = previous?.wakeIsWanted ?? false
  }

  var hasEnded: Bool { instance == nil }

  /// The entry of a registration in the loop's tree.
  func view(ofToken token: Int) -> ItemView? { instance?.tree.first { $0.data == UInt64(token) } }

  /// The latest registration under a name.
  func token(of name: String) -> Int? { tokenNames.lastIndex(of: name) }

  /// Notes what a step that was done means to the timers and the waker.
  mutating func note(_ action: Action) {
    guard !hasEnded else { return }
    switch action {
    case .schedule(let names, let microseconds):
      timers += names.map { PendingTimer(name: $0, microseconds: microseconds) }
    case .cancel(let name):
      if let last = timers.lastIndex(where: { $0.name == name }) { timers.remove(at: last) }
    case .wake: wakeIsWanted = true
    default: break
    }
  }

  /// Forgets the timers and the wake that a wait has told.
  mutating func forget(_ outcome: Outcome, of action: Action) {
    guard action.isWait else { return }
    for item in outcome.items {
      if item == "wake" { wakeIsWanted = false }
      if let place = timers.firstIndex(where: { "timer \($0.name)" == item }) { timers.remove(at: place) }
    }
  }
}

/// A timer that was scheduled and has neither fired nor been cancelled.
struct PendingTimer: Hashable {
  var name: String
  var microseconds: Int
}
