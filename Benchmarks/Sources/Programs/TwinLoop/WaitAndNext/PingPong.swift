import EventLoopAPI
import Glibc
import WorkloadSupport

/// One end of a pair.
private struct Connection {
  var descriptor: CInt

  /// Takes one byte and sends it back.
  func bounce(through byte: UnsafeMutablePointer<UInt8>) {
    guard read(descriptor, byte, 1) == 1 else { support_fail("read") }
    guard write(descriptor, byte, 1) == 1 else { support_fail("write") }
  }
}

/// In each of `pairs` pairs of unix-stream sockets both ends are watched for data; in `active` of them a byte
/// goes to and fro.
func pingPong(
  on loop: consuming some EventLoop & ~Copyable, pairs: Int, active: Int, events: Int
) throws {
  var connections = TokenTable(capacity: 2 * pairs + 64, filledWith: Connection(descriptor: -1))
  for pair in 0..<pairs {
    var ends: [CInt] = [0, 0]
    support_open_pair(&ends)
    for end in ends {
      let token = try loop.register(end, for: .readable)
      connections.put(Connection(descriptor: end), at: token.index)
    }
    if pair < active { support_send(ends[0]) }
  }
  let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
  var done = 0
  let start = support_now()
  while done < events {
    try loop.wait(.forever)
    while let event = loop.next() {
      switch event {
      case .ready(let token, _):
        connections[token.index].bounce(through: byte)
        done += 1
      case .timer, .wake: break
      }
    }
  }
  support_report("event", UInt64(done), support_now() - start)
}
