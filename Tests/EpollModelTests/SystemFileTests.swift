import EpollModel
import Testing

/// What Linux 6.18 was seen to report, as the namespaces that these files need are not a test's to change.
@Suite struct SystemFileTests {
  private static let everything = EventMask(rawValue: everyCondition)

  @Test(arguments: [
    (ModelFileKind.mounts, UInt32(0x41), UInt32(0x1)), (.hostname, 0x145, 0x5),
  ]) func `A change is told once, to an edge and to a level`(
    kind: ModelFileKind, idle: UInt32, atFirst: UInt32
  ) throws {
    var kernel = ModelKernel()
    let file = kind == .mounts ? try kernel.openMounts() : try kernel.openHostname()
    let (edge, level) = (try kernel.makeEpoll(), try kernel.makeEpoll())
    #expect(try kernel.poll(file, Self.everything).rawValue == idle)
    try kernel.control(edge, .add, file, events: [.edge, .readable, .priority, .writable])
    #expect(try kernel.wait(edge, 8).map(\.events.rawValue) == [atFirst])
    #expect(try kernel.wait(edge, 8) == [])
    for _ in 0..<2 {
      try kernel.change(file, times: kind == .mounts ? 2 : 1)
      #expect(try kernel.wait(edge, 8).map(\.events.rawValue) == [0xB])
      #expect(try kernel.wait(edge, 8) == [])
      #expect(try kernel.poll(file, Self.everything).rawValue == idle)
    }
    try kernel.control(level, .add, file, events: .priority)
    #expect(try kernel.wait(level, 8) == [])
    try kernel.change(file)
    #expect(try kernel.wait(level, 8).map(\.events.rawValue) == [0xA])
    #expect(try kernel.wait(level, 8) == [])
  }

  @Test func `An attribute that was never read has always changed`() throws {
    var kernel = ModelKernel()
    let file = try kernel.openSystemAttribute()
    let epoll = try kernel.makeEpoll()
    #expect(try kernel.poll(file, Self.everything).rawValue == 0x14F)
    try kernel.control(epoll, .add, file, events: .priority)
    for _ in 0..<3 { #expect(try kernel.wait(epoll, 8).map(\.events.rawValue) == [0xA]) }
  }
}
