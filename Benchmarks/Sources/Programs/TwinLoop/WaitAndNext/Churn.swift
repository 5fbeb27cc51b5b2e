import EventLoopAPI
import Glibc
import WorkloadSupport

/// `count` descriptors are registered, then deregistered, and the application's slots for them filled and
/// cleared, until `pairs` registrations and deregistrations are done.
///
/// - Parameter takesTurns: Whether there is one turn for every `count` of them, as in a program on libuv.
func churn(
  on loop: consuming some EventLoop & ~Copyable, _ count: Int, pairs: Int, takesTurns: Bool
) throws {
  var loop = loop
  let descriptors = UnsafeMutablePointer<CInt>.allocate(capacity: count)
  for index in 0..<count {
    descriptors[index] = support_open_eventfd(0)
  }
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  // By the token's place, which is a descriptor or less; as many as the process may hold.
  let contexts = UnsafeMutablePointer<Int>.allocate(capacity: sysconf(CInt(_SC_OPEN_MAX)))
  var done = 0
  let start = support_now()
  while done < pairs {
    for index in 0..<count {
      let token = try loop.register(descriptors[index], for: .readable)
      tokens[index] = token
      contexts[Int(token.index)] = index
    }
    if takesTurns { try loop.wait(.poll) }
    for index in 0..<count {
      let token = tokens[index]
      try loop.deregister(token)
      contexts[Int(token.index)] = -1
    }
    done += count
  }
  support_report("pair", UInt64(done), support_now() - start)
}
