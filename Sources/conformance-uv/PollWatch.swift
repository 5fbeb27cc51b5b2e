import ConformanceSuite
import UVBridge

/// One uv_poll_t in a loop of its own.
///
/// The raw profile hands on what its callback is told: the flags as they are, and a negative status, which
/// libuv gives as `UV_EBADF` whatever the error is, as an error.
struct PollWatch: Watch, ~Copyable {
  private var loop: UVLoop

  init(_ descriptor: CInt, for flags: [String]) throws(ErrorCode) {
    do throws(LoopError) {
      loop = try Self.loop(watching: descriptor, for: flags)
    } catch {
      throw error.code
    }
  }

  private static func loop(watching descriptor: CInt, for flags: [String]) throws(LoopError) -> UVLoop {
    var loop = try UVLoop(UVLoop.Configuration(profile: .raw))
    let interests = names.filter { flags.contains($0.name) }.map(\.interest)
    _ = try loop.register(descriptor, for: Interest(interests))
    return loop
  }

  mutating func turn() throws(ErrorCode) -> [String]? {
    do throws(LoopError) {
      try loop.wait(.poll)
    } catch {
      throw error.code
    }
    var told: [String]?
    while let event = loop.next() {
      guard case .ready(_, let readiness) = event else { continue }
      told = readiness.contains(.error) ? ["ERROR"] : []
      told? += Self.names.filter { readiness.contains($0.readiness) }.map(\.name)
    }
    return told
  }

  /// libuv's constants without their prefix.
  private static let names: [(name: String, interest: Interest, readiness: Readiness)] = [
    ("READABLE", .readable, .readable), ("WRITABLE", .writable, .writable),
    ("DISCONNECT", .peerClosed, .peerClosed), ("PRIORITIZED", .priority, .priority),
  ]
}

extension Probe {
  /// What uv_poll_t's callback is told, for eight sets of what can be asked for.
  static let uvPoll = Probe(
    "uv_poll", mechanism: UVLoop.identity.mechanism, version: UVLoop.identity.version,
    asking: ["R", "W", "D", "P", "RW", "RD", "RWD", "RWDP"].map { letters in
      ["READABLE", "WRITABLE", "DISCONNECT", "PRIORITIZED"].filter { letters.contains($0.prefix(1)) }
    }, by: PollWatch.self)
}
