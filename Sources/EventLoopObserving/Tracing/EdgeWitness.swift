internal import CEpoll
internal import EventLoopAPI

/// An epoll instance of the tracer's own that watches what is registered edge-triggered: it tells whether
/// something new has come, whatever the loop that is traced makes of it.
struct EdgeWitness: ~Copyable {
  /// Negative if there was no descriptor left for it: then nothing new is seen.
  private let instance: CInt

  private let events: UnsafeMutablePointer<epoll_event>
  private static var capacity: Int { 64 }

  init() {
    instance = cepoll_create(1)
    // Safety: allocated here, freed in `deinit`, and filled by the kernel up to the capacity that it is told.
    events = .allocate(capacity: Self.capacity)
    events.initialize(repeating: epoll_event(), count: Self.capacity)
  }

  deinit {
    if instance >= 0 { _ = cepoll_close(instance) }
    events.deallocate()
  }

  /// Whether a descriptor is this instance.
  func isInstance(_ descriptor: CInt) -> Bool { descriptor >= 0 && descriptor == instance }

  /// Watches a descriptor, or goes on to watch it for something else.
  func watch(_ descriptor: CInt, for interest: Interest, as token: UInt64) {
    let bits = interest.rawValue | Trigger.edge.rawValue
    if cepoll_ctl(instance, EPOLL_CTL_ADD, descriptor, bits, token) < 0 {
      _ = cepoll_ctl(instance, EPOLL_CTL_MOD, descriptor, bits, token)
    }
  }

  func leave(_ descriptor: CInt) {
    _ = cepoll_remove(instance, descriptor)
  }

  /// Tells of which there was something new since the last look.
  func look(_ tell: (_ token: UInt64) -> Void) {
    while true {
      let count = Int(cepoll_wait(instance, events, CInt(Self.capacity), 0))
      for place in 0..<max(0, count) { tell(events[place].data.u64) }
      if count < Self.capacity { return }
    }
  }
}
