import CEventfd
import EpollCore

/// The smallest program on an EpollLoop without the language's runtime: one descriptor, one event.
///
/// Embedded Swift on Linux has no entry of its own, so it is C's. Status 0 if the event comes.
@_cdecl("main")
func main() -> CInt {
  do throws(LoopError) {
    var loop = try EpollLoop()
    let token = try loop.register(eventfd(1, 0), for: .readable)
    try loop.wait(.forever)
    return loop.next() == .ready(token, .readable) ? 0 : 1
  } catch {
    return 1
  }
}
