import EpollModel
import Testing

@Test func `An edge registration reports what arrives while data is unread`() throws {
  var kernel = ModelKernel()
  let (reader, writer) = try kernel.openPipe()
  let epoll = try kernel.makeEpoll()
  try kernel.control(epoll, .add, reader, events: [.readable, .edge], data: 7)
  _ = try kernel.write(writer, 100)
  #expect(try kernel.wait(epoll, 8) == [ModelEvent(.readable, data: 7)])
  #expect(try kernel.wait(epoll, 8) == [])
  _ = try kernel.write(writer, 1)
  #expect(try kernel.wait(epoll, 8) == [ModelEvent(.readable, data: 7)])
}
