import EpollModel
import Testing

/// What the model cannot be sure of, and says so.
@Suite struct PossibleWakeTests {
  private var kernel = ModelKernel()
  private let near: CInt
  private let far: CInt
  private let epoll: CInt

  init() throws {
    (near, far) = try kernel.openTCPPair()
    epoll = try kernel.makeEpoll()
  }

  /// A full connection, whose end waits for room, and of which a part is read.
  private mutating func drainPartly() throws(ModelError) {
    try kernel.control(epoll, .add, near, events: [.writable, .edge], data: 7)
    try kernel.fill(near)
    _ = try kernel.wait(epoll, 8)
    _ = try kernel.read(far, 100_000)
  }

  @Test mutating func `Reading a part of what fills a connection may make room, and may not`() throws {
    try drainPartly()
    #expect(try kernel.possibleWakes(epoll) == [near])
    #expect(try kernel.view(ofInstance: epoll).tree.map(\.isPossible) == [true])
    #expect(try kernel.uncertainty(of: near) == [.writable, .writeNormal])
    #expect(try kernel.uncertainty(of: far) == [])
    #expect(try kernel.wait(epoll, 8) == [])
  }

  @Test mutating func `A possible wake that is granted is a callback`() throws {
    try drainPartly()
    kernel.journal = []
    try kernel.grantWake(epoll, near)
    let item = try kernel.view(ofInstance: epoll).tree[0]
    #expect(kernel.journal == [.callback(item.name, .joined)])
    #expect(item.isListed)
    #expect(try kernel.possibleWakes(epoll) == [])
  }

  @Test mutating func `A wake that is not possible is not granted`() throws {
    try kernel.control(epoll, .add, near, events: [.readable, .edge], data: 7)
    try kernel.grantWake(epoll, near)
    #expect(try kernel.view(ofInstance: epoll).readyList == [])
  }

  @Test mutating func `A wake that comes is not possible any more`() throws {
    try drainPartly()
    try kernel.drain(far)
    #expect(try kernel.possibleWakes(epoll) == [])
    #expect(try kernel.uncertainty(of: near) == [])
    #expect(try kernel.wait(epoll, 8) == [ModelEvent(.writable, data: 7)])
  }

  @Test mutating func `Reading a part of a full unix socket or pipe leaves no doubt`() throws {
    let (reader, writer) = try kernel.openPipe()
    let (left, right) = try kernel.openSocketPair(.stream)
    for (source, sink) in [(reader, writer), (left, right)] {
      try kernel.control(epoll, .add, sink, events: [.writable, .edge])
      try kernel.fill(sink)
      _ = try kernel.wait(epoll, 8)
      _ = try kernel.read(source, 50)
      #expect(try kernel.uncertainty(of: sink) == [])
    }
    #expect(try kernel.possibleWakes(epoll) == [])
  }

  @Test
  mutating func `A wake that an exclusive entry uses up is spared to those behind it, and can be granted`()
    throws
  {
    let (reader, writer) = try kernel.openPipe()
    let other = try kernel.makeEpoll()
    for instance in [epoll, other] {
      try kernel.control(instance, .add, reader, events: [.readable, .exclusive], data: 9)
    }
    try kernel.beginWait(thread: 1, epoll, maximum: 1)
    _ = try kernel.write(writer, 1)
    #expect(try kernel.sparedWakes(epoll) == [])
    #expect(try kernel.sparedWakes(other) == [reader])
    #expect(try kernel.view(ofInstance: other).tree.map(\.isSpared) == [true])
    #expect(try kernel.possibleWakes(other) == [])
    #expect(try kernel.wait(other, 8) == [])
    try kernel.grantWake(other, reader)
    #expect(try kernel.sparedWakes(other) == [])
    #expect(try kernel.wait(other, 8) == [ModelEvent(.readable, data: 9)])
  }

  @Test mutating func `No wake is spared that is for nothing that was asked for, or that comes again`() throws
  {
    let (left, right) = try kernel.openSocketPair(.stream)
    let other = try kernel.makeEpoll()
    try kernel.control(epoll, .add, left, events: [.readable, .exclusive])
    try kernel.control(other, .add, left, events: [.writable, .exclusive])
    _ = try kernel.wait(other, 8)
    try kernel.fill(left)
    _ = try kernel.wait(other, 8)
    try kernel.beginWait(thread: 1, epoll, maximum: 1)
    _ = try kernel.write(right, 1)
    #expect(try kernel.sparedWakes(other) == [])
  }

  @Test func `A possible wake is asked of instances only`() {
    #expect(refusal(of: near) == .invalidArgument)
    #expect(refusal(of: 99) == .badDescriptor)
  }

  private func refusal(of descriptor: CInt) -> ModelError? {
    do throws(ModelError) {
      _ = try kernel.possibleWakes(descriptor)
      return nil
    } catch {
      return error
    }
  }
}
