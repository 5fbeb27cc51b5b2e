internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// All that a registration can ask for.
enum EveryMask: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/every-mask",
      "Every mask without EPOLLEXCLUSIVE is taken, and nothing is reported that has no meaning "
        + "or was not asked for.",
      cites: ["man:epoll_ctl(2)", "row:ctl-any-mask-accepted", "kernel:fs/eventpoll.c#do_epoll_ctl"],
      .kernel(Self.self))
  }

  /// The bits that say something of a file: EPOLLIN to EPOLLHUP, EPOLLRDNORM to EPOLLMSG, and EPOLLRDHUP.
  private static let meaning: UInt32 = 0x1F | 0x7C0 | 0x2000

  private static let masks: [UInt32] =
    [0] + (0..<32).map { 1 << $0 }.filter { $0 != Trigger.exclusive.rawValue }
    + [~meaning & ~Trigger.exclusive.rawValue, ~Trigger.exclusive.rawValue]

  static func run(_ log: inout TrialLog) throws {
    let counter = try EventCounter()
    counter.raise()
    let (connected, hungUp) = (try PipeEnds(cobjects_channel()), try PipeEnds(cobjects_channel()))
    defer { for descriptor in [connected.read, connected.write, hungUp.read] { close(descriptor) } }
    close(hungUp.write)
    for (name, descriptor) in [
      ("a counter that is not 0", counter.number), ("a connected socket", connected.read),
      ("a socket whose peer is closed", hungUp.read),
    ] {
      let rounds = try masks.map { try outcome($0, descriptor) }
      log.see("each mask, of \(name)", inRounds: rounds, ["added: as poll(2), modified: as poll(2)"])
    }
  }

  /// What is told when a mask is registered, and when it replaces another one.
  private static func outcome(_ mask: UInt32, _ descriptor: CInt) throws -> String {
    let set = try EpollSet()
    let expected = cobjects_poll(descriptor, CShort(mask & meaning), 0)
    let added = told(by: set, expected) { () throws(ErrorCode) in try set.add(descriptor, mask) }
    let modified = told(by: set, expected) { () throws(ErrorCode) in try set.modify(descriptor, mask) }
    return "added: \(added), modified: \(modified)"
  }

  private static func told(
    by set: EpollSet, _ expected: CInt, after change: () throws(ErrorCode) -> Void
  ) -> String {
    do throws(ErrorCode) {
      try change()
      let reports = try set.wait()
      let told = reports.first?.events ?? 0
      return told == UInt32(expected) ? "as poll(2)" : "0x\(String(told, radix: 16))"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}
