import EventLoopAPI
import WorkloadSupport

/// `count` sockets that are never ready alternate between being watched for data, and for data and room to
/// write, until `changes` changes are done.
///
/// - Parameter takesTurns: Whether there is one turn for every `count` of them, as in a program on libuv.
func masks(
  on loop: consuming some EventLoop & ~Copyable, _ count: Int, changes: Int, takesTurns: Bool
) throws {
  var loop = loop
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  for index in 0..<count {
    tokens[index] = try loop.register(support_open_full(), for: .readable)
  }
  if takesTurns { try loop.wait(.poll) }
  var interest: Interest = .readable
  var done = 0
  let start = support_now()
  while done < changes {
    interest.formSymmetricDifference(.writable)
    for index in 0..<count {
      try loop.modify(tokens[index], for: interest)
    }
    if takesTurns { try loop.wait(.poll) }
    done += count
  }
  support_report("change", UInt64(done), support_now() - start)
}
