import ArgumentParser
import EventLoopAsync
import EventLoopChoice
import Glibc

@main
struct Await: AsyncParsableCommand {
  @OptionGroup var backend: BackendOption

  func run() async throws { try await count(on: backend.loop) }

  /// Counts what standard input brings, while another task says each second that it goes on.
  func count<Loop: ChosenLoop & ~Copyable>(on type: Loop.Type) async throws {
    try await withEventLoop(type, backend.configuration(of: type)) { loop in
      async let _ = remind(on: loop)
      var received = 0
      for try await _ in loop.readiness(of: STDIN_FILENO, for: .reading) {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = read(STDIN_FILENO, &bytes, bytes.count)
        if count <= 0 { break }
        received += count
      }
      print("\(received) bytes")
      try await loop.withLoop { [backend] in try backend.report($0) }
    }  // The other task is cancelled here, and waited for.
  }
}

func remind(on loop: AsyncEventLoop<some EventLoop & ~Copyable>) async throws {
  while true {
    try await loop.sleep(for: .seconds(1))
    print("still counting")
  }
}
