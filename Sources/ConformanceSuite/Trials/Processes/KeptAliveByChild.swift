internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A descriptor that its parent has closed and a child has not.
enum KeptAliveByChild: KernelTrial {
  static var trial: Trial {
    Trial(
      "processes/kept-alive-by-a-child",
      "A registered descriptor that is closed is told of as long as a child holds it, and cannot be removed.",
      cites: ["man:epoll(7)", "row:child-keeps-alive", "row:ghost-undeletable"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let ends = try PipeEnds(cobjects_pipe(1))
    defer { close(ends.write) }
    try set.add(ends.read, data: 5)
    let child = try ForkedChild()
    if child.isRunningHere {
      child.awaitRelease()
      child.end(saying: "done")
    }
    close(ends.read)
    write(ends.write, "x", 1)
    log.see("told of what the child holds", "\(try set.wait().map(\.data))", is: "[5]")
    log.see("removed", KernelAnswer.of { () throws(ErrorCode) in try set.remove(ends.read) }, is: "EBADF")
    log.see("told still", "\(try set.wait().map(\.data))", is: "[5]")
    child.release()
    log.see("the child's end", child.finish(), is: "done")
    log.see("told when the child is gone", "\(try set.wait().map(\.data))", is: "[]")
  }
}
