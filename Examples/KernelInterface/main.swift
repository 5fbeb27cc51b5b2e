import EpollCore
import Glibc

do {
  var ends: [CInt] = [-1, -1]
  guard pipe(&ends) == 0 else { throw ErrorCode(rawValue: errno) }
  let epoll = try Epoll()
  try epoll.add(ends[0], for: [.readable, .edge], data: 42)
  for watched in try epoll.status() {
    print("watched: \(watched.descriptor == ends[0]), with data \(watched.data)")
  }
  _ = write(ends[1], "hello", 5)
  var buffer = Epoll.Buffer(capacity: 64)
  try epoll.wait(into: &buffer, for: .forever)
  for index in buffer.indices {
    print("readable: \(buffer[index].events.contains(.readable)), with data \(buffer[index].data)")
  }
} catch {
  print(error)
  exit(EXIT_FAILURE)
}
