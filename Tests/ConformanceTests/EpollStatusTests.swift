import EventLoopAPI
import Glibc
import Testing

@testable import ConformanceSuite
@testable import EpollCore

@Suite("What the kernel shows of an Epoll instance")
struct EpollStatusTests {
  private static let header = "pos:\t0\nflags:\t02000002\nmnt_id:\t16\nino:\t1057\n"
  private static let entry = "tfd:        5 events:       19 data:               2a  pos:0 ino:61af sdev:7\n"

  private func parse(_ text: String) throws(StatusParser.Malformed) -> [Epoll.WatchedDescriptor] {
    var parser = StatusParser(Array(text.utf8))
    return try parser.parse()
  }

  @Test("the kernel's text is read")
  func text() throws {
    #expect(try parse(Self.header) == [])
    let extreme =
      "tfd: 2147483647 events: ffffffff data: ffffffffffffffff  pos:-9223372036854775808"
      + " ino:ffffffffffffffff sdev:ffffffff\n"
    #expect(
      try parse(Self.header + Self.entry + extreme) == [
        Epoll.WatchedDescriptor(
          descriptor: 5, events: [.readable, .error, .hangup], data: 42, position: 0, inode: 0x61AF,
          device: 7),
        Epoll.WatchedDescriptor(
          descriptor: .max, events: Epoll.Events(rawValue: .max), data: .max, position: .min, inode: .max,
          device: .max),
      ])
    let last = "tfd: 0 events: 0 data: 0 pos:9223372036854775807 ino:0 sdev:0\n"
    #expect(try parse(last).first?.position == .max)
  }

  @Test(
    "text that the kernel does not write is refused with its line",
    arguments: [
      "", "\n", "pos", "pos:\t0", ":\t0\n", "Pos:\t0\n", " pos:\t0\n", "tfd:\n", "tfd:5 events: 1",
      "tfd:        5 events:       19 data:               2a  pos:0 ino:61af sdev:7",
      "tfd:        5 events:       19 data:               2a\n",
      "tfd:        5 events:       19 data:               2a  pos:0 ino:61af sdev:7 \n",
      "tfd:        5 events:       19 data:               2a  pos:0 ino:61af sdev:\n",
      "tfd:        5 events:       19 data:               2a  pos: ino:61af sdev:7\n",
      "tfd:        5 events:       19 data:               2a  pos:- ino:61af sdev:7\n",
      "tfd:        5 events:       19 data:               2a  pos:--1 ino:61af sdev:7\n",
      "tfd:        5 events:       19 data:               2a pos:0  ino:61af sdev:7\n",
      "tfd:        5 events:       19 data:               2apos:0 ino:61af sdev:7\n",
      "tfd:        5 events:       19 data:               2A  pos:0 ino:61af sdev:7\n",
      "tfd:        a events:       19 data:               2a  pos:0 ino:61af sdev:7\n",
      "tfd:       -5 events:       19 data:               2a  pos:0 ino:61af sdev:7\n",
      "tfd:        5 events:     0x19 data:               2a  pos:0 ino:61af sdev:7\n",
      "tfd:        5 data:               2a events:       19  pos:0 ino:61af sdev:7\n",
      "tfd: 2147483648 events: 19 data: 2a  pos:0 ino:61af sdev:7\n",
      "tfd: 5 events: 100000000 data: 2a  pos:0 ino:61af sdev:7\n",
      "tfd: 5 events: 19 data: 10000000000000000  pos:0 ino:61af sdev:7\n",
      "tfd: 5 events: 19 data: 2a  pos:9223372036854775808 ino:61af sdev:7\n",
      "tfd: 5 events: 19 data: 2a  pos:-9223372036854775809 ino:61af sdev:7\n",
      "tfd: 5 events: 19 data: 2a  pos:0 ino:61af sdev:100000000\n",
      "tfd: 5 events: 19 data: 99999999999999999999999999  pos:0 ino:61af sdev:7\n",
    ])
  func malformedText(line: String) {
    #expect(throws: StatusParser.Malformed(line: 1)) { _ = try parse(line) }
    guard !line.isEmpty else { return }
    #expect(throws: StatusParser.Malformed(line: 6)) { _ = try parse(Self.header + Self.entry + line) }
  }

  @Test("text that is cut off anywhere inside a line is refused")
  func cutText() throws {
    let text = Array(Self.entry.utf8)
    for length in 0..<text.count {
      var parser = StatusParser(Array(text[..<length]))
      #expect(throws: StatusParser.Malformed(line: 1)) { _ = try parser.parse() }
    }
    var parser = StatusParser(text)
    #expect(try parser.parse().count == 1)
  }

  @Test("an entry is shown with its file")
  func entry() throws {
    let epoll = try Epoll()
    #expect(try epoll.status() == [])
    let pair = try Pair.pipe()
    var file = stat()
    try checked(fstat(pair.near, &file))
    try epoll.add(pair.near, for: [.readable, .edge, .peerClosed], data: 0xFEED_F00D_DEAD_BEEF)
    // In makedev(3)'s form; anonymous file systems such as that of pipes have the major number 0.
    let device = UInt32(file.st_dev & 0xFF | file.st_dev >> 12 & 0xF_FF00)
    #expect(
      try epoll.status() == [
        Epoll.WatchedDescriptor(
          descriptor: pair.near, events: [.readable, .edge, .peerClosed, .error, .hangup],
          data: 0xFEED_F00D_DEAD_BEEF, position: 0, inode: UInt64(file.st_ino), device: device)
      ])
  }

  @Test("the offset of a file that has one is shown")
  func position() throws {
    let epoll = try Epoll()
    // A file of /proc/self that can be waited for.
    let file = try checked(open("/proc/self/mounts", O_RDONLY | O_CLOEXEC))
    defer { close(file) }
    try epoll.add(file, for: .priority, data: 0)
    var byte: UInt8 = 0
    try checked(read(file, &byte, 1))
    #expect(try epoll.status().map(\.position) == [1])
  }

  @Test("a spent one-shot entry keeps its flags alone")
  func spentOneShot() throws {
    let epoll = try Epoll()
    let pair = try Pair.sockets()
    try epoll.add(pair.near, for: [.writable, .oneShot], data: 0)
    #expect(try epoll.status().map(\.events) == [[.writable, .oneShot, .error, .hangup]])
    #expect(try epoll.reports().count == 1)
    #expect(try epoll.status().map(\.events) == [.oneShot])
  }

  @Test("an entry whose number was closed is shown as long as a duplicate lives")
  func closedNumber() throws {
    let epoll = try Epoll()
    var pair = try Pair.sockets()
    let number = pair.near
    let duplicate = try Duplicate(of: number)
    try epoll.add(number, for: .readable, data: 4)
    try pair.closeNear(isLast: false)
    #expect(throws: EpollError(.remove, .badDescriptor)) { try epoll.remove(number) }
    #expect(try epoll.entries() == [Epoll.Entry(number, for: .readable, data: 4)])
    _ = duplicate.descriptor
  }

  @Test("thousands of entries are all shown")
  func many() async {
    await #expect(processExitsWith: .success) {
      let resource = __rlimit_resource_t(7)
      var limit = rlimit()
      try checked(getrlimit(resource, &limit))
      limit.rlim_cur = min(limit.rlim_max, 8192)
      try checked(setrlimit(resource, &limit))
      let epoll = try Epoll()
      let pair = try Pair.sockets()
      var entries: Set<Epoll.Entry> = []
      for index in 0..<min(4000, UInt64(limit.rlim_cur) - 200) {
        entries.insert(Epoll.Entry(try checked(dup(pair.near)), for: .readable, data: index << 40 | index))
      }
      try epoll.add(contentsOf: entries)
      #expect(try epoll.entries() == entries)
    }
  }

  @Test("without /proc there is no status", .enabled(if: System.isOurs, "only the superuser can hide /proc"))
  func noProc() async {
    await #expect(processExitsWith: .success) {
      let epoll = try Epoll()
      try checked(chroot("/sys"))
      #expect(throws: EpollError(.status, .notFound)) { _ = try epoll.status() }
    }
  }

  @Test("a thread with a table of descriptors of its own sees its own instance")
  func ownTable() async {
    await #expect(processExitsWith: .success) {
      let pair = try Pair.sockets()
      let results = await Task.detached {
        Result { () throws -> [UInt64] in
          try System.leaveDescriptorTable()
          let epoll = try Epoll()
          try epoll.add(pair.near, for: .readable, data: 8)
          return try epoll.status().map(\.data)
        }
      }.value
      #expect(try results.get() == [8])
    }
  }

  @Test(
    "flags are printed by their names",
    arguments: [
      ([.readable, .edge], "readable edge"), ([], "none"), (Epoll.Events(rawValue: 0x800), "2048"),
      ([.hangup, .oneShot, Epoll.Events(rawValue: 0x800)], "hangup oneShot 2048"),
    ] as [(Epoll.Events, String)])
  func names(events: Epoll.Events, text: String) {
    #expect(events.description == text)
  }
}
