internal import CObjects
internal import Glibc

/// The number of events that epoll_wait(2) is asked for.
enum CapacityRange: KernelTrial {
  static var trial: Trial {
    Trial(
      "waiting/capacity-range",
      "epoll_wait for no events, for less, or for more than can be counted in bytes is EINVAL.",
      cites: ["man:epoll_wait(2)", "row:wait-maxevents-range", "kernel:fs/eventpoll.c#EP_MAX_EVENTS"],
      .kernel(Self.self))
  }

  /// INT_MAX / sizeof(struct epoll_event).
  private static let greatest = CInt.max / CInt(MemoryLayout<epoll_event>.stride)

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let counter = try EventCounter()
    counter.raise()
    try set.add(counter.number)
    for capacity in [CInt.min, -1, 0, greatest + 1, .max] {
      log.see("epoll_wait for \(capacity)", answer(at: set, capacity), is: "EINVAL")
    }
    for capacity in [1, 64, greatest] {
      log.see("epoll_wait for \(capacity)", answer(at: set, capacity), is: "1")
    }
  }

  private static func answer(at set: EpollSet, _ capacity: CInt) -> String {
    // Safety: the kernel writes one event, as there is but one, however many are asked for. On the heap, for
    // the stack is at the end of the addresses, where so many events as are asked for would not lie.
    guard let memory = malloc(MemoryLayout<epoll_event>.stride) else { return "no memory" }
    defer { free(memory) }
    let event = memory.bindMemory(to: epoll_event.self, capacity: 1)
    let count = cobjects_epoll_collect(set.number, event, capacity, 0)
    return count < 0 ? ErrorName.of(-count) : "\(count)"
  }
}
