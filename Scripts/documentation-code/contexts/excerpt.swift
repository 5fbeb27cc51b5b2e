// What an excerpt may name: a descriptor, loops of all kinds, and what an application has.
import EpollCore
import EventLoopAsync
import EventLoopObserving
import Glibc
import UVBridge

struct Connection: EventHandler {
  init(_ descriptor: CInt) {}

  func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {}
}

func echo(_ descriptor: CInt) -> Bool { true }

func excerpt(
  _ descriptor: CInt, _ token: Token, _ loop: inout EpollLoop,
  _ dispatcher: inout ClosureDispatcher<EpollLoop>, _ epoll: borrowing Epoll, _ buffer: inout Epoll.Buffer,
  _ uvLoop: UnsafeMutableRawPointer
) async throws {
// LOCATION
// BLOCK
}
