import EpollModel

do {
  var kernel = ModelKernel()
  let (reader, writer) = try kernel.openPipe()
  let epoll = try kernel.makeEpoll()
  try kernel.control(epoll, .add, reader, events: [.readable, .edge], data: 1)
  _ = try kernel.write(writer, 100)
  print("an arrival:", try kernel.wait(epoll, 8).count)
  _ = try kernel.read(reader, 50)
  print("an unread remainder:", try kernel.wait(epoll, 8).count)

  // A kernel is a value: what follows happens to the copy alone.
  var other = kernel
  _ = try other.write(writer, 1)
  print("one byte more:", try other.wait(epoll, 8).count)
} catch {
  print(error)
}
