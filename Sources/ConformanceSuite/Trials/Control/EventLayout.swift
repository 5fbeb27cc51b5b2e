internal import CObjects

/// How the kernel writes events one after another.
enum EventLayout: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/event-layout", "An event of epoll_wait has 12 bytes on x86-64, and 16 where it is not packed.",
      cites: [
        "man:epoll_ctl(2)", "row:ctl-event-layout", "kernel:include/uapi/linux/eventpoll.h#EPOLL_PACKED",
      ],
      .kernel(Self.self))
  }

  #if arch(x86_64)
  private static let size = 12
  #else
  private static let size = 16
  #endif

  static func run(_ log: inout TrialLog) throws {
    log.see("the size in C", "\(MemoryLayout<epoll_event>.stride)", is: "\(size)")
    let set = try EpollSet()
    let counters = [try EventCounter(), try EventCounter()]
    for (place, counter) in counters.enumerated() {
      counter.raise()
      try set.add(counter.number, data: marks[place])
    }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = bytes.withUnsafeMutableBytes { buffer in
      // Safety: the kernel writes two events at most, for which there is room, and the address is aligned.
      cobjects_epoll_collect(set.number, buffer.baseAddress?.assumingMemoryBound(to: epoll_event.self), 2, 0)
    }
    // An array may be let go of after its last use, and with it what is registered.
    withExtendedLifetime(counters) {}
    log.see("events", "\(count)", is: "2")
    let places = marks.map { mark in
      bytes.withUnsafeBytes { buffer in
        (0...56).first { buffer.loadUnaligned(fromByteOffset: $0, as: UInt64.self) == mark } ?? -1
      }
    }
    let offset = size - 8
    log.see("where the kernel writes their data", "\(places)", is: "\([offset, size + offset])")
  }

  /// Data that is found again: no byte of it is in anything else.
  private static let marks: [UInt64] = [0xA1A2_A3A4_A5A6_A7A8, 0xB1B2_B3B4_B5B6_B7B8]
}
