internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// What can be asked for beside EPOLLEXCLUSIVE.
enum EachFlag: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/each-flag",
      "EPOLLEXCLUSIVE goes with IN, OUT, ERR, HUP, ET and WAKEUP in any combination, and with no other bit.",
      cites: [
        "man:epoll_ctl(2)", "row:excl-flag-combos", "kernel:include/uapi/linux/eventpoll.h",
        "kernel:fs/eventpoll.c#EPOLLEXCLUSIVE_OK_BITS",
      ], .kernel(Self.self))
  }

  /// The flags that go with it.
  private static let allowed: [(String, UInt32)] = [
    ("EPOLLIN", 0x1), ("EPOLLOUT", 0x4), ("EPOLLERR", 0x8), ("EPOLLHUP", 0x10), ("EPOLLWAKEUP", 1 << 29),
    ("EPOLLET", 1 << 31),
  ]

  /// Those that do not and have a name.
  private static let forbidden: [(String, UInt32)] = [
    ("EPOLLPRI", 0x2), ("EPOLLNVAL", 0x20), ("EPOLLRDNORM", 0x40), ("EPOLLRDBAND", 0x80),
    ("EPOLLWRNORM", 0x100), ("EPOLLWRBAND", 0x200), ("EPOLLMSG", 0x400), ("EPOLLRDHUP", 0x2000),
    ("EPOLLONESHOT", 1 << 30),
  ]

  static func run(_ log: inout TrialLog) throws {
    let exclusive = Trigger.exclusive.rawValue
    let ends = try PipeEnds(cobjects_channel())
    defer { close(ends.read) }
    write(ends.write, "x", 1)
    close(ends.write)
    for (name, bit) in allowed {
      log.see(name, try answer(to: bit | exclusive, ends.read), is: "taken, told as poll(2)")
    }
    for (name, bit) in forbidden {
      log.see(name, try answer(to: bit | exclusive, ends.read), is: "EINVAL, not added")
    }
    let named = (allowed + forbidden).reduce(exclusive) { $0 | $1.1 }
    let nameless = (0..<32).map { UInt32(1) << $0 }.filter { named & $0 == 0 }
    log.see(
      "each bit without a name", inRounds: try nameless.map { try answer(to: $0 | exclusive, ends.read) },
      ["EINVAL, not added"])
    log.see(
      "each combination of those taken",
      inRounds: try combinations.map { try answer(to: $0 | exclusive, ends.read) },
      ["taken, told as poll(2)"])
    let refused = try (forbidden.map(\.1) + nameless).flatMap { bit in
      try combinations.map { try answer(to: $0 | bit | exclusive, ends.read) }
    }
    log.see("each of those refused beside each combination", inRounds: refused, ["EINVAL, not added"])
  }

  /// All sets of flags that go with it, the empty one among them.
  private static var combinations: [UInt32] {
    allowed.reduce([0]) { sets, flag in sets + sets.map { $0 | flag.1 } }
  }

  /// What a set answers that is given a mask, and then tells of a socket with data and without a peer.
  static func answer(to mask: UInt32, _ descriptor: CInt) throws -> String {
    let set = try EpollSet()
    let refusal = KernelAnswer.of { () throws(ErrorCode) in try set.add(descriptor, mask) }
    guard refusal == "done" else {
      let removed = KernelAnswer.of { () throws(ErrorCode) in try set.remove(descriptor) }
      return "\(refusal), \(removed == "ENOENT" ? "not added" : "added all the same")"
    }
    let expected = cobjects_poll(descriptor, CShort(mask & 0x1F), 0)
    let told = try set.wait().first?.events ?? 0
    return "taken, \(told == UInt32(expected) ? "told as poll(2)" : "told 0x\(String(told, radix: 16))")"
  }
}
