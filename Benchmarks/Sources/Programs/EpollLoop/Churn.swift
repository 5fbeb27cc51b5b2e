import EpollCore
import WorkloadSupport

/// `count` descriptors are registered, then deregistered, and the application's slots for them filled and
/// cleared, until `pairs` registrations and deregistrations are done.
func churn(_ count: Int, pairs: Int) throws {
  var loop = try EpollLoop()
  let descriptors = UnsafeMutablePointer<CInt>.allocate(capacity: count)
  for index in 0..<count {
    descriptors[index] = support_open_eventfd(0)
  }
  var slots = TokenTable<CInt>(capacity: count + 64, filledWith: -1)
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  var done = 0
  let start = support_now()
  while done < pairs {
    for index in 0..<count {
      let token = try loop.register(descriptors[index], for: .readable)
      slots.put(descriptors[index], at: token.index)
      tokens[index] = token
    }
    for index in 0..<count {
      try loop.deregister(tokens[index])
      slots[tokens[index].index] = -1
    }
    done += count
  }
  support_report("pair", UInt64(done), support_now() - start)
}
