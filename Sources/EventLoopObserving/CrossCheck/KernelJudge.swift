internal import EventLoopAPI
internal import Glibc

/// The kernel as the judge of two loops that disagree.
enum KernelJudge {
  /// What poll(2) says of a descriptor; nil if it is not open.
  static func readiness(of descriptor: CInt, for interest: Interest) -> Readiness? {
    var entry = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: interest.rawValue), revents: 0)
    while poll(&entry, 1, 0) < 0 {
      guard errno == EINTR else { return [] }
    }
    guard entry.revents & Int16(POLLNVAL) == 0 else { return nil }
    return Readiness(rawValue: UInt32(UInt16(bitPattern: entry.revents)))
  }

  /// Lets other threads run, those of a lower priority too, one of which may be about to say what it has
  /// written.
  static func letOthersRun() {
    usleep(100)
  }
}
