internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Two descriptors of one epoll instance.
enum DuplicateSet: KernelTrial {
  static var trial: Trial {
    Trial(
      "creation/duplicate",
      "A duplicate of an epoll descriptor is the same set, which ends with the last of them.",
      cites: ["man:epoll(7)", "row:dup-epfd"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let (set, counter, other) = (try EpollSet(), try EventCounter(), try EventCounter())
    let outer = try EpollSet()
    counter.raise()
    try set.add(counter.number, for: .readable, .edge, data: 7)
    let duplicate = cobjects_duplicate(set.number)
    try outer.add(duplicate)
    log.see(
      "added through the duplicate", KernelAnswer.of(change(duplicate, EPOLL_CTL_ADD, other)), is: "done")
    log.see(
      "added again", KernelAnswer.of { () throws(ErrorCode) in try set.add(other.number) }, is: "EEXIST")
    log.see("collected through the duplicate", "\(collected(duplicate))", is: "[7]")
    log.see("collected again", "\(try set.wait().map(\.data))", is: "[]")
    set.close()
    counter.raise()
    log.see("collected when the first is closed", "\(collected(duplicate))", is: "[7]")
    log.see("removed then", KernelAnswer.of(change(duplicate, EPOLL_CTL_DEL, counter)), is: "done")
    other.raise()
    log.see("seen by a set that watches the duplicate", "\(try outer.wait().count)", is: "1")
    close(duplicate)
    log.see("seen when the last is closed", "\(try outer.wait().count)", is: "0")
    log.see("added then", KernelAnswer.of(change(duplicate, EPOLL_CTL_ADD, counter)), is: "EBADF")
  }

  private static func change(_ set: CInt, _ operation: CInt, _ counter: EventCounter) -> CInt {
    cobjects_epoll_change(set, operation, counter.number, 1, 9)
  }

  private static func collected(_ set: CInt) -> [UInt64] {
    var events = Array(repeating: epoll_event(), count: 8)
    let count = cobjects_epoll_collect(set, &events, 8, 0)
    return events.prefix(Int(max(count, 0))).map(\.data.u64)
  }
}
