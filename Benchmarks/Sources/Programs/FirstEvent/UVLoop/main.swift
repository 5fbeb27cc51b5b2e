import CEventfd
import Glibc
import UVBridge

// The smallest program on a UVLoop: one descriptor, one event.
var loop = try UVLoop()
let token = try loop.register(eventfd(1, 0), for: .readable)
try loop.wait(.forever)
guard loop.next() == .ready(token, .readable) else { exit(1) }
