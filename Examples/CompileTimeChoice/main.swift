import EpollCore
import Glibc
import UVBridge

/// Reports what standard input and a timer bring, until the input ends.
func serve<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) throws {
  var loop = try Loop()
  let input = try loop.register(STDIN_FILENO, for: [.readable, .peerClosed])
  var tick = try loop.schedule(after: .seconds(1))
  while true {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .ready(input, let readiness):
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        print("\(readiness): \(count) bytes")
        if count <= 0 { return }
      case .timer(tick): tick = try loop.schedule(after: .seconds(1))
      case .ready, .timer, .wake: break
      }
    }
  }
}

do {
  try serve(EpollLoop.self)  // or UVLoop.self: nothing else changes
} catch {
  print(error)  // a regular file as standard input is refused: register: EPERM
  exit(EXIT_FAILURE)
}
