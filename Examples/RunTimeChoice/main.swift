import EpollCore
import Glibc
import UVBridge

/// Waits 20 ms on whichever loop it is given, and says on which.
func nap<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) throws {
  var loop = try Loop()
  let alarm = try loop.schedule(after: .milliseconds(20))
  try loop.wait(.forever)
  while let event = loop.next() {
    if event == .timer(alarm) { print("20 ms have passed on \(loop.identity)") }
  }
}

// The choice is made once, at the edge; within `nap` the loop's type is known to the compiler again.
let backends: [String: any (EventLoop & ~Copyable).Type] = ["epoll": EpollLoop.self, "uv": UVLoop.self]
let name = getenv("EVENTLOOP_BACKEND").map { String(cString: $0) } ?? "epoll"
guard let backend = backends[name] else {
  print("EVENTLOOP_BACKEND is '\(name)'; known are \(backends.keys.sorted().joined(separator: ", "))")
  exit(64)
}
try nap(backend)
