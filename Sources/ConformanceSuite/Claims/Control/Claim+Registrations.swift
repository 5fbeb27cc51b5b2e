internal import CObjects
internal import EventLoopAPI
internal import Glibc

extension Claim {
  static let treeKey = Claim(
    "tree-key-is-fd", .introduction, "The tree of registrations has the descriptor's number as its key."
  ) { log in
    let set = try EpollSet()
    let counter = try Files.counter(1)
    let duplicate = try Files.duplicate(counter.number)
    let number = counter.number
    let add = { (number: CInt) in
      ClaimLog.outcome { () throws(ErrorCode) in try set.add(number, EPOLLIN.rawValue) }
    }
    log.see("ADD", add(number), claimed: "done")
    log.see("ADD of a duplicate, which has another number", add(duplicate.number), claimed: "done")
    _ = consume counter
    // The lowest free number is the one that was closed.
    let other = try Files.counter(1)
    guard other.number == number else {
      throw ClaimObstacle("another file opened the number that was closed")
    }
    log.did("the first closed, and its number given to another file")
    log.see("ADD of that number, which the tree still has", add(number), claimed: "EEXIST")
    let lines = try EpollInformation(set.number).lines
    log.see(
      "registrations with that number", "\(lines.count { $0.descriptor == number })", claimed: "1")
    _ = consume duplicate
  }

  static let status = Claim(
    "fdinfo-status", .tutorial,
    "/proc/PID/fdinfo shows of an instance what is registered, with the events and the data."
  ) { log in
    let set = try EpollSet()
    let pipe = try Files.pipe()
    let counter = try Files.counter()
    let flags = [
      EPOLLIN.rawValue, EPOLLOUT.rawValue | EPOLLET.rawValue, EPOLLIN.rawValue | EPOLLONESHOT.rawValue,
    ]
    let registered = zip([pipe.read.number, pipe.write.number, counter.number], flags).enumerated().map {
      place, entry in
      EpollInformation.Line(
        descriptor: entry.0, events: entry.1 | EPOLLERR.rawValue | EPOLLHUP.rawValue,
        data: 0x0123_4567_89AB_CDEF &+ UInt64(place))
    }
    for (line, flags) in zip(registered, flags) {
      try set.add(line.descriptor, flags, data: line.data)
    }
    log.did("three descriptors added: EPOLLIN; EPOLLOUT and EPOLLET; EPOLLIN and EPOLLONESHOT")
    let shown = Set(try EpollInformation(set.number).lines)
    log.see(
      "descriptors in fdinfo",
      Set(shown.map(\.descriptor)) == Set(registered.map(\.descriptor)) ? "those" : "others",
      claimed: "those")
    log.see(
      "their events, with EPOLLERR and EPOLLHUP, which are always watched, and their data",
      shown == Set(registered) ? "as registered" : "otherwise", claimed: "as registered")
    try set.remove(counter.number)
    log.see(
      "one removed, and what is left", "\(try EpollInformation(set.number).lines.count)", claimed: "2")
  }

  static let batch = Claim(
    "batch-add", .tutorial,
    "A loop that adds a batch and stops at the first error leaves what came before added."
  ) { log in
    let set = try EpollSet()
    let counters = [try eventfd(), try eventfd(), try eventfd(), try eventfd()]
    defer { counters.forEach { close($0) } }
    let file = try OwnedDescriptor(cobjects_memfd("file"))
    let batch = [counters[0], counters[1], file.number, counters[2], counters[3]]
    let failed = batch.firstIndex { add($0, to: set) != "done" }
    log.see(
      "a batch of five, of which the third is a regular file",
      failed.map { "fails at \($0 + 1)" } ?? "is added", claimed: "fails at 3")
    log.see("why", add(file.number, to: set), claimed: "EPERM")
    let there = Set(try EpollInformation(set.number).lines.map(\.descriptor))
    log.see(
      "which of the others are registered",
      counters.map { there.contains($0) ? "yes" : "no" }.joined(separator: ", "),
      claimed: "yes, yes, no, no")
  }

  private static func eventfd() throws -> CInt {
    let number = cobjects_eventfd(0, 0)
    guard number >= 0 else { throw ErrorCode(rawValue: -number) }
    return number
  }

  private static func add(_ number: CInt, to set: borrowing EpollSet) -> String {
    let result = cobjects_epoll_change(set.number, EPOLL_CTL_ADD, number, EPOLLIN.rawValue, 0)
    return result < 0 ? ErrorName.of(-result) : "done"
  }
}
