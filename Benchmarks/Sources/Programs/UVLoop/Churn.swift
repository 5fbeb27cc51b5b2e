import Glibc
import UVBridge
import WorkloadSupport

/// `count` descriptors are registered, then deregistered, and the application's slots for them filled and
/// cleared, until `pairs` registrations and deregistrations are done; one turn for every `count` of them, as in
/// the C program.
func churn(_ count: Int, pairs: Int) throws {
  var loop = try UVLoop()
  let descriptors = UnsafeMutablePointer<CInt>.allocate(capacity: count)
  for index in 0..<count {
    descriptors[index] = support_open_eventfd(0)
  }
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  var contexts = TokenTable(capacity: count + 64, filledWith: 0)
  var done = 0
  let start = support_now()
  while done < pairs {
    for index in 0..<count {
      let token = try loop.register(descriptors[index], for: .readable)
      tokens[index] = token
      contexts.put(index, at: token.index)
    }
    try loop.wait(.poll)
    for index in 0..<count {
      let token = tokens[index]
      try loop.deregister(token)
      contexts.put(-1, at: token.index)
    }
    done += count
  }
  support_report("pair", UInt64(done), support_now() - start)
}
