import CEventfd
import EpollCore
import EventLoopAsync

// The smallest program by async and await: one descriptor, one event.
try await withEventLoop(EpollLoop.self) { loop in
  _ = try await loop.readable(eventfd(1, 0))
}
