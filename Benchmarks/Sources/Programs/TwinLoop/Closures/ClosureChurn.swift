import EventLoopAPI
import WorkloadSupport

/// `count` descriptors are registered with a closure, then deregistered, until `pairs` registrations and
/// deregistrations are done.
func closureChurn(on loop: consuming some EventLoop & ~Copyable, _ count: Int, pairs: Int) throws {
  var dispatcher = ClosureDispatcher(loop)
  let descriptors = UnsafeMutablePointer<CInt>.allocate(capacity: count)
  for index in 0..<count {
    descriptors[index] = support_open_eventfd(0)
  }
  let tokens = UnsafeMutablePointer<Token>.allocate(capacity: count)
  var done = 0
  let start = support_now()
  while done < pairs {
    for index in 0..<count {
      let descriptor = descriptors[index]
      tokens[index] = try dispatcher.register(descriptor, for: .readable) { _, _, _ in
        support_send(descriptor)
      }
    }
    for index in 0..<count {
      try dispatcher.deregister(tokens[index])
    }
    done += count
  }
  support_report("pair", UInt64(done), support_now() - start)
}
