import EventLoopAPI
import Glibc
import WorkloadSupport

/// One end of a pair.
private struct Connection: EventHandler {
  var descriptor: CInt
  var byte: UnsafeMutablePointer<UInt8>

  /// Takes one byte and sends it back.
  func ready(
    _ token: Token, _ readiness: Readiness, _ dispatcher: inout Dispatcher<some EventLoop & ~Copyable, Self>
  ) {
    guard read(descriptor, byte, 1) == 1 else { support_fail("read") }
    guard write(descriptor, byte, 1) == 1 else { support_fail("write") }
  }
}

/// In each of `pairs` pairs of unix-stream sockets both ends are watched for data; in `active` of them a byte
/// goes to and fro.
func handlerPingPong(
  on loop: consuming some EventLoop & ~Copyable, pairs: Int, active: Int, events: Int
) throws {
  var dispatcher = Dispatcher<_, Connection>(loop)
  let byte = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
  for pair in 0..<pairs {
    var ends: [CInt] = [0, 0]
    support_open_pair(&ends)
    for end in ends {
      _ = try dispatcher.register(end, for: .readable, handler: Connection(descriptor: end, byte: byte))
    }
    if pair < active { support_send(ends[0]) }
  }
  let start = support_now()
  while dispatcher.statistics.readinessEvents < events {
    try dispatcher.turn(.forever)
  }
  support_report("event", dispatcher.statistics.readinessEvents, support_now() - start)
}
