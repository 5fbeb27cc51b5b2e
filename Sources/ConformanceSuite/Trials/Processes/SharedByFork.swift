internal import EventLoopAPI

/// A set that a child has from its parent.
enum SharedByFork: KernelTrial {
  static var trial: Trial {
    Trial(
      "processes/set-shared-by-fork",
      "After a fork parent and child have one set: what one of them changes is changed for both.",
      cites: ["man:epoll(7)", "row:fork-shares-set"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let (set, first, second) = (try EpollSet(), try EventCounter(), try EventCounter())
    try set.add(first.number, data: 1)
    let child = try ForkedChild()
    if child.isRunningHere {
      let answers = [
        KernelAnswer.of { () throws(ErrorCode) in try set.add(first.number) },
        KernelAnswer.of { () throws(ErrorCode) in try set.remove(first.number) },
        KernelAnswer.of { () throws(ErrorCode) in try set.add(second.number, data: 2) },
      ]
      child.end(saying: answers.joined(separator: ", "))
    }
    log.see("in the child: added again, removed, another added", child.finish(), is: "EEXIST, done, done")
    first.raise()
    second.raise()
    log.see("told in the parent", "\(try set.wait().map(\.data))", is: "[2]")
    log.see(
      "the other added in the parent", KernelAnswer.of { () throws(ErrorCode) in try set.add(second.number) },
      is: "EEXIST")
    log.see("told once more", "\(try set.wait().map(\.data))", is: "[2]")
  }
}
