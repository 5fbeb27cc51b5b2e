import EpollModel
import Testing

@Suite struct ThreadTests {
  private var kernel = ModelKernel()
  private let reader: CInt
  private let writer: CInt
  private let epoll: CInt

  init() throws {
    (reader, writer) = try kernel.openPipe()
    epoll = try kernel.makeEpoll()
  }

  @Test mutating func `One arrival wakes one of several threads at an edge, the last`() throws {
    try kernel.control(epoll, .add, reader, events: [.readable, .edge], data: 9)
    for thread in 1...3 { try kernel.beginWait(thread: thread, epoll, maximum: 4) }
    #expect(kernel.finishedWaits() == [])
    _ = try kernel.write(writer, 1)
    #expect(kernel.finishedWaits() == [FinishedWait(thread: 3, events: [ModelEvent(.readable, data: 9)])])
    #expect(kernel.waitingThreads(at: epoll) == [2, 1])
  }

  @Test mutating func `A level-triggered event is handed on from thread to thread`() throws {
    try kernel.control(epoll, .add, reader, events: .readable, data: 9)
    for thread in 1...3 { try kernel.beginWait(thread: thread, epoll, maximum: 4) }
    _ = try kernel.write(writer, 1)
    #expect(kernel.finishedWaits().map(\.thread) == [3, 2, 1])
  }

  @Test mutating func `A thread that finds nothing goes on waiting`() throws {
    try kernel.control(epoll, .add, reader, events: .readable, data: 9)
    try kernel.beginWait(thread: 1, epoll, maximum: 4)
    _ = try kernel.write(writer, 1)
    _ = try kernel.read(reader, 1)
    #expect(kernel.finishedWaits() == [])
    #expect(kernel.waitingThreads(at: epoll) == [1])
  }

  @Test mutating func `Of exclusive entries one instance's waiter wakes, of others all`() throws {
    for isExclusive in [true, false] {
      var instances: [CInt] = []
      for thread in 1...3 {
        let instance = try kernel.makeEpoll()
        try kernel.control(instance, .add, reader, events: isExclusive ? [.readable, .exclusive] : .readable)
        try kernel.beginWait(thread: thread, instance, maximum: 1)
        instances.append(instance)
      }
      _ = try kernel.write(writer, 1)
      // Exclusive entries stand in the order of registration, others in the opposite one.
      #expect(kernel.finishedWaits().map(\.thread) == (isExclusive ? [1] : [3, 2, 1]))
      _ = try kernel.read(reader, 1)
      for thread in 1...3 { kernel.cancelWait(thread: thread) }
      for instance in instances { try kernel.close(instance) }
    }
  }

  @Test mutating func `Two edges through places for one wake two threads`() throws {
    let counter = try kernel.openCounter()
    try kernel.control(epoll, .add, reader, events: [.readable, .edge], data: 1)
    try kernel.control(epoll, .add, counter, events: [.readable, .edge], data: 2)
    for thread in 1...2 { try kernel.beginWait(thread: thread, epoll, maximum: 1) }
    _ = try kernel.write(writer, 1)
    _ = try kernel.write(counter, 1)
    #expect(kernel.finishedWaits().map(\.events[0].data) == [1, 2])
  }

  @Test mutating func `Adding what is ready wakes a thread, removing does not`() throws {
    _ = try kernel.write(writer, 1)
    try kernel.beginWait(thread: 1, epoll, maximum: 1)
    try kernel.control(epoll, .add, reader, events: .writable)
    try kernel.control(epoll, .remove, reader)
    #expect(kernel.finishedWaits() == [])
    try kernel.control(epoll, .add, reader, events: .readable)
    #expect(kernel.finishedWaits().map(\.thread) == [1])
  }

  @Test mutating func `A closed instance stays until its waiter has got an event`() throws {
    try kernel.control(epoll, .add, reader, events: .readable, data: 3)
    try kernel.beginWait(thread: 1, epoll, maximum: 1)
    try kernel.close(epoll)
    _ = try kernel.write(writer, 1)
    #expect(kernel.finishedWaits() == [FinishedWait(thread: 1, events: [ModelEvent(.readable, data: 3)])])
  }
}
