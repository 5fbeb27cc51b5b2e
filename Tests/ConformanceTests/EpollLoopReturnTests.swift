import EpollCore
import Glibc
import Testing

@Suite("The native loop after a number came back")
struct EpollLoopReturnTests {
  @Test("a ghost's file that is back under its old number can be registered anew, and reports once")
  func registersAnew() throws {
    var loop = try EpollLoop()
    let pair = try Pair.sockets()
    let number = pair.near
    let token = try loop.register(number, for: .readable)
    let copy = dup(number)
    defer { close(copy) }
    close(number)
    try loop.deregister(token)
    dup2(copy, number)
    let anew = try loop.register(number, for: .readable)
    #expect(loop.statistics.registrations == 1)
    try pair.write()
    #expect(try loop.turn() == [.ready(anew, .readable)])
    #expect(throws: LoopError(.register, .exists)) { try loop.register(number, for: .readable) }
  }
}
