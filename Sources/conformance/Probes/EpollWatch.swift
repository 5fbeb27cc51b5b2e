import ConformanceSuite
import EpollCore

/// One descriptor in an epoll instance of its own, level-triggered.
struct EpollWatch: Watch, ~Copyable {
  private let epoll: Epoll
  private var buffer = Epoll.Buffer(capacity: 1)

  init(_ descriptor: CInt, for flags: [String]) throws(ErrorCode) {
    do throws(EpollError) {
      epoll = try Self.instance(watching: descriptor, for: flags)
    } catch {
      throw error.code
    }
  }

  private static func instance(watching descriptor: CInt, for flags: [String]) throws(EpollError) -> Epoll {
    let epoll = try Epoll()
    let events = names.filter { flags.contains($0.name) }.map(\.event)
    try epoll.add(descriptor, for: Epoll.Events(events), data: 0)
    return epoll
  }

  mutating func turn() throws(ErrorCode) -> [String]? {
    do throws(EpollError) {
      try epoll.wait(into: &buffer, for: .poll)
    } catch {
      throw error.code
    }
    guard let index = buffer.indices.first else { return nil }
    let events = buffer[index].events
    let rest = Self.names.reduce(into: events) { $0.remove($1.event) }
    return Self.names.filter { events.contains($0.event) }.map(\.name)
      + (rest.isEmpty ? [] : ["0x" + String(rest.rawValue, radix: 16)])
  }

  /// The C constants without their prefix.
  private static let names: [(name: String, event: Epoll.Events)] = [
    ("IN", .readable), ("OUT", .writable), ("PRI", .priority), ("ERR", .error), ("HUP", .hangup),
    ("RDHUP", .peerClosed),
  ]
}

extension Probe {
  /// What epoll_wait(2) tells, asked for everything that must be asked for.
  static let epoll = Probe(
    "epoll_wait", mechanism: EpollLoop.identity.mechanism, version: EpollLoop.identity.version,
    asking: [["IN", "OUT", "PRI", "RDHUP"]], by: EpollWatch.self)
}
