internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Numbers under which nothing is registered, or not what they name now.
enum WrongNumber: KernelTrial {
  static var trial: Trial {
    Trial(
      "control/wrong-number",
      "A registration is found by number and file: not by a duplicate, nor for a new file of the number.",
      cites: [
        "man:epoll(7)", "row:ctl-badfd", "row:ghost-undeletable", "row:ghost-plus-new-file",
        "row:reuse-number-needs-add", "row:dup2-back", "kernel:fs/eventpoll.c#ep_find",
      ], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    for (name, number) in [("-1", -1), ("the least number", CInt.min), ("the greatest", .max)] {
      log.see("\(name): add, modify, remove", answers(of: set, to: number), is: "EBADF, EBADF, EBADF")
    }
    let file = try EventCounter()
    let successor = try EventCounter()
    file.raise()
    successor.raise()
    let number = cobjects_duplicate(file.number)
    defer { close(number) }
    try set.add(number, data: 1)
    log.see("a duplicate of it: modify, remove", changes(of: set, to: file.number), is: "ENOENT, ENOENT")
    close(number)
    log.see("closed: add, modify, remove", answers(of: set, to: number), is: "EBADF, EBADF, EBADF")
    log.see("told still, by the duplicate", try told(by: set), is: "[1]")
    _ = cobjects_duplicate_onto(successor.number, number)
    log.see("now of a new file: modify, remove", changes(of: set, to: number), is: "ENOENT, ENOENT")
    log.see("told of that before it is added", try told(by: set), is: "[1]")
    try set.add(number, data: 2)
    log.see("told when it is", try told(by: set), is: "[1, 2]")
    try set.remove(number)
    log.see("told when it is removed", try told(by: set), is: "[1]")
    _ = cobjects_duplicate_onto(file.number, number)
    log.see("back at the first file: modify, remove", changes(of: set, to: number), is: "done, done")
    log.see("told then", try told(by: set), is: "[]")
  }

  /// What adding, modifying and removing lead to.
  private static func answers(of set: EpollSet, to number: CInt) -> String {
    let added = KernelAnswer.of { () throws(ErrorCode) in try set.add(number) }
    return "\(added), \(changes(of: set, to: number))"
  }

  /// What modifying and then removing lead to.
  private static func changes(of set: EpollSet, to number: CInt) -> String {
    let modified = KernelAnswer.of { () throws(ErrorCode) in try set.modify(number) }
    let removed = KernelAnswer.of { () throws(ErrorCode) in try set.remove(number) }
    return "\(modified), \(removed)"
  }

  private static func told(by set: EpollSet) throws -> String { "\(try set.wait().map(\.data).sorted())" }
}
