import EpollCore
import Glibc
import WorkloadSupport

/// `count` descriptors are registered, then deregistered, and the application's slots for them filled and
/// cleared, until `pairs` registrations and deregistrations are done.
func churn(_ count: Int, pairs: Int) throws {
  var loop = try EpollLoop()
  let descriptors = UnsafeMutablePointer<CInt>.allocate(capacity: count)
  for index in 0..<count {
    descriptors[index] = support_open_eventfd(0)
  }
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  // By the token's index, which for this loop is the descriptor; as many as the process may hold.
  let contexts = UnsafeMutablePointer<Int>.allocate(capacity: sysconf(CInt(_SC_OPEN_MAX)))
  var done = 0
  let start = support_now()
  while done < pairs {
    for index in 0..<count {
      let token = try loop.register(descriptors[index], for: .readable)
      tokens[index] = token
      contexts[Int(token.index)] = index
    }
    for index in 0..<count {
      let token = tokens[index]
      try loop.deregister(token)
      contexts[Int(token.index)] = -1
    }
    done += count
  }
  support_report("pair", UInt64(done), support_now() - start)
}
