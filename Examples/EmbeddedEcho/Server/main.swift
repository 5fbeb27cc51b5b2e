import CEcho
import EpollCore

/// What the signal handler has of the loop.
enum Termination {
  /// Safety: written once, before the handler that reads it is installed.
  nonisolated(unsafe) static var waker: EpollWaker?
}

/// The program: Embedded Swift on Linux has no `CommandLine`, so it is C's own entry.
@_cdecl("main")
func main(count: CInt, arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  guard count == 2, let address = arguments[1] else {
    cecho_complain("usage", "echo PORT|PATH (0 is any port; a path has a slash)")
    return 64
  }
  let listener = cecho_listen(address)
  guard listener >= 0 else {
    cecho_complain("echo: cannot listen", ErrorCode(rawValue: -listener).description)
    return 1
  }
  defer { cecho_end(listener, address) }
  do throws(LoopError) {
    var server = try EchoServer(listener: listener)
    Termination.waker = server.waker
    cecho_on_termination { _ in Termination.waker?.wake() }
    print("listening on \(cecho_port(listener))")
    cecho_flush()
    try server.serve()
    print("served \(server.served), stalled \(server.stalls) times, \(server.open) open at the end")
    return 0
  } catch {
    cecho_complain("echo", error.description)
    return 1
  }
}
