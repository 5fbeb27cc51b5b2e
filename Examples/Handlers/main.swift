import ArgumentParser
import EventLoopChoice
import Glibc

struct Handlers: ParsableCommand {
  @OptionGroup var backend: BackendOption

  func run() throws { try count(on: backend.loop) }

  /// Counts what standard input brings, on whichever loop it is given.
  func count<Loop: ChosenLoop & ~Copyable>(on type: Loop.Type) throws {
    var dispatcher = ClosureDispatcher(try backend.makeLoop(type))
    var received = 0
    _ = try dispatcher.register(STDIN_FILENO, for: .readable) { dispatcher, token, readiness in
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      received += max(count, 0)
      if count <= 0 { dispatcher.stop() }
    }
    try dispatcher.schedule(every: .seconds(1)) { dispatcher, timer in
      print("\(received) bytes so far")
    }
    try dispatcher.run()
    print("\(received) bytes")
    try dispatcher.withLoop { try backend.report($0) }
  }
}

Handlers.main()
