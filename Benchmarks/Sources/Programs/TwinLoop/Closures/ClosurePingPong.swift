import EventLoopAPI
import Glibc
import WorkloadSupport

/// In each of `pairs` pairs of unix-stream sockets both ends are watched for data; in `active` of them a byte
/// goes to and fro.
func closurePingPong(
  on loop: consuming some EventLoop & ~Copyable, pairs: Int, active: Int, events: Int
) throws {
  var dispatcher = ClosureDispatcher(loop)
  for pair in 0..<pairs {
    var ends: [CInt] = [0, 0]
    support_open_pair(&ends)
    for end in ends {
      _ = try dispatcher.register(end, for: .readable) { _, _, _ in bounce(end) }
    }
    if pair < active { support_send(ends[0]) }
  }
  let start = support_now()
  while dispatcher.statistics.readinessEvents < events {
    try dispatcher.turn(.forever)
  }
  support_report("event", dispatcher.statistics.readinessEvents, support_now() - start)
}

/// Takes one byte and sends it back.
private func bounce(_ descriptor: CInt) {
  var byte: UInt8 = 0
  guard read(descriptor, &byte, 1) == 1 else { support_fail("read") }
  guard write(descriptor, &byte, 1) == 1 else { support_fail("write") }
}
