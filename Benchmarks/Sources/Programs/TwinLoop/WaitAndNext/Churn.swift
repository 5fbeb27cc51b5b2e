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
  let slots = Slots(count)
  var done = 0
  let start = support_now()
  while done < pairs {
    try slots.registerAll(on: &loop)
    if takesTurns { try loop.wait(.poll) }
    try slots.deregisterAll(on: &loop)
    done += count
  }
  support_report("pair", UInt64(done), support_now() - start)
}

/// The descriptors, and what the application keeps for them.
private struct Slots {
  private let count: Int
  private let descriptors: UnsafeMutablePointer<CInt>
  private let tokens: UnsafeMutablePointer<Token>

  /// By the token's place, which is a descriptor or less; as many as the process may hold.
  private let contexts: UnsafeMutablePointer<Int>

  init(_ count: Int) {
    self.count = count
    descriptors = .allocate(capacity: count)
    for index in 0..<count {
      descriptors[index] = support_open_eventfd(0)
    }
    tokens = .allocate(capacity: count)
    contexts = .allocate(capacity: sysconf(CInt(_SC_OPEN_MAX)))
  }

  func registerAll(on loop: inout some EventLoop & ~Copyable) throws {
    for index in 0..<count {
      let token = try loop.register(descriptors[index], for: .readable)
      tokens[index] = token
      contexts[Int(token.index)] = index
    }
  }

  func deregisterAll(on loop: inout some EventLoop & ~Copyable) throws {
    for index in 0..<count {
      let token = tokens[index]
      try loop.deregister(token)
      contexts[Int(token.index)] = -1
    }
  }
}
