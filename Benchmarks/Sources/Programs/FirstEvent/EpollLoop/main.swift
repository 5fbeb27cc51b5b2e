import CEventfd
import EpollCore
import Glibc

// The smallest program on a EpollLoop: one descriptor, one event.
var loop = try EpollLoop()
let token = try loop.register(eventfd(1, 0), for: .readable)
try loop.wait(.forever)
guard loop.next() == .ready(token, .readable) else { exit(1) }
