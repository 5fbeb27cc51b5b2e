import Testing

@testable import EpollModel

/// What the journal and the views say of one short program.
@Suite struct JournalTests {
  private var kernel = ModelKernel()
  private let reader: CInt
  private let writer: CInt
  private let epoll: CInt
  private let item: ItemName
  private let readers: QueueName

  init() throws {
    (reader, writer) = try kernel.openPipe()
    epoll = try kernel.makeEpoll()
    item = ItemName(
      instance: try kernel.instanceNumber(of: epoll), file: try kernel.fileNumber(of: reader),
      descriptor: reader, data: 7)
    readers = QueueName(object: 0, kind: .pipeReader, role: .readers)
  }

  /// The entries of some calls.
  private mutating func journal(
    _ calls: (inout ModelKernel) throws(ModelError) -> Void
  ) throws(ModelError) -> [JournalEntry] {
    kernel.journal = []
    try calls(&kernel)
    defer { kernel.journal = nil }
    return kernel.journal ?? []
  }

  @Test mutating func `Nothing is kept unless it is asked for`() throws {
    try kernel.control(epoll, .add, reader, events: .readable, data: 7)
    _ = try kernel.write(writer, 1)
    #expect(kernel.journal == nil)
  }

  @Test mutating func `A level-triggered entry joins, is delivered and put back, and dropped`() throws {
    let (epoll, reader, writer) = (epoll, reader, writer)
    try kernel.control(epoll, .add, reader, events: .readable, data: 7)
    let delivery = try journal { kernel throws(ModelError) in
      _ = try kernel.write(writer, 1)
      _ = try kernel.wait(epoll, 8)
    }
    #expect(
      delivery == [
        .wake(queue: readers, key: [.readable, .readNormal]), .callback(item, .joined),
        .polled(item, mask: .readable), .delivered(item, mask: .readable), .putBack(item),
      ])
    let arrival = try journal { kernel throws(ModelError) in _ = try kernel.write(writer, 1) }
    #expect(
      arrival == [.wake(queue: readers, key: [.readable, .readNormal]), .callback(item, .alreadyListed)])
    let dropping = try journal { kernel throws(ModelError) in
      _ = try kernel.read(reader, 2)
      _ = try kernel.wait(epoll, 8)
    }
    #expect(dropping == [.polled(item, mask: []), .dropped(item)])
  }

  @Test mutating func `A one-shot entry is disarmed, and listed again when it is modified`() throws {
    let (epoll, reader, writer) = (epoll, reader, writer)
    try kernel.control(epoll, .add, reader, events: [.readable, .oneShot], data: 7)
    let entries = try journal { kernel throws(ModelError) in
      _ = try kernel.write(writer, 1)
      _ = try kernel.wait(epoll, 8)
      _ = try kernel.write(writer, 1)
      try kernel.control(epoll, .modify, reader, events: [.readable, .edge], data: 7)
    }
    #expect(
      entries == [
        .wake(queue: readers, key: [.readable, .readNormal]), .callback(item, .joined),
        .polled(item, mask: .readable), .delivered(item, mask: .readable), .disarmed(item),
        .wake(queue: readers, key: [.readable, .readNormal]), .callback(item, .disarmed),
        .listed(item, mask: .readable),
      ])
  }

  @Test mutating func `A key that nobody asked for, a thread's wake and a last close`() throws {
    let (epoll, reader, writer) = (epoll, reader, writer)
    try kernel.control(epoll, .add, reader, events: .priority, data: 7)
    try kernel.beginWait(thread: 5, epoll, maximum: 1)
    let ignored = try journal { kernel throws(ModelError) in _ = try kernel.write(writer, 1) }
    #expect(
      ignored == [
        .wake(queue: readers, key: [.readable, .readNormal]), .callback(item, .keyDoesNotMatch),
      ])
    let ended = try journal { kernel throws(ModelError) in
      try kernel.close(writer)
      try kernel.close(reader)
    }
    // An empty key is every condition's.
    let waiters = QueueName(object: item.instance, kind: .epoll, role: .waiters)
    #expect(
      ended == [
        .wake(queue: readers, key: []), .callback(item, .joined), .wake(queue: waiters, key: []),
        .waiterWoken(thread: 5, instance: item.instance), .removed(item),
      ])
  }

  @Test mutating func `Views show the tree, the ready list and the queues`() throws {
    try kernel.control(epoll, .add, reader, events: [.readable, .exclusive], data: 7)
    try kernel.control(epoll, .add, writer, events: .writable, data: 8)
    for thread in 1...2 {
      let other = try kernel.makeEpoll()
      try kernel.beginWait(thread: thread, other, maximum: 1)
    }
    let view = try kernel.view(ofInstance: epoll)
    #expect(view.number == item.instance)
    #expect(view.tree.map(\.data) == [7, 8])
    #expect(view.tree.map(\.kind) == [.pipeReader, .pipeWriter])
    #expect(view.tree.map(\.isRed) == [false, true])
    #expect(view.tree.map(\.depth) == [0, 1])
    #expect(view.tree.map(\.parent) == [nil, 0])
    #expect(view.tree.map(\.right) == [1, nil])
    #expect(view.tree.map(\.isListed) == [false, true])
    #expect(view.tree[0].events == [.readable, .exclusive, .error, .hangup])
    #expect(view.readyList == [1])
    #expect(view.waitingThreads == [])

    _ = try kernel.write(writer, 100)
    let file = try kernel.view(ofFile: reader)
    #expect(file.state == "100 bytes in 1 of 16 pages")
    #expect(file.readiness == [.readable, .readNormal])
    #expect(file.descriptors == [reader])
    #expect(file.queues.map(\.name) == [readers])
    #expect(file.queues.map(\.waiting) == [[.item(item, isExclusive: true)]])
    #expect(try kernel.view(ofInstance: epoll).readyList == [1, 0])
  }

  @Test mutating func `A FIFO's end says whether its hangup is to come`() throws {
    let (first, writer) = try kernel.openFIFO()
    try kernel.close(writer)
    let second = try kernel.openReader(of: first)
    #expect(try kernel.view(ofFile: first).state == "0 bytes in 0 of 16 pages, no writer")
    #expect(
      try kernel.view(ofFile: second).state
        == "0 bytes in 0 of 16 pages, no writer since this end was opened")
    #expect(try kernel.readiness(of: first) == .hangup)
    #expect(try kernel.readiness(of: second) == [])
  }
}
