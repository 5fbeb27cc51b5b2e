internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Many eventfds at once, closed when it goes; in a process of its own, whose limit it raises.
struct DescriptorPool: ~Copyable {
  /// Their numbers, ascending.
  let numbers: [CInt]

  /// Opens as many as are asked for, or as the limit allows.
  ///
  /// - Throws: ``ClaimObstacle`` if that is not at least `least`.
  init(_ count: Int, atLeast least: Int) throws {
    let limit = Self.raiseLimit()
    var numbers: [CInt] = []
    // Some are left for what else the process opens.
    while numbers.count < min(count, limit - 64) {
      let number = cobjects_eventfd(0, 0)
      guard number >= 0 else { break }
      numbers.append(number)
    }
    guard numbers.count >= least else {
      numbers.forEach { close($0) }
      throw ClaimObstacle(
        "a process may hold \(numbers.count) more descriptors here, and \(least) are needed ('ulimit -Hn')")
    }
    self.numbers = numbers
  }

  deinit {
    for number in numbers { close(number) }
  }

  /// Makes the first ones ready, so that they can be read.
  func makeReady(_ count: Int) {
    for number in numbers.prefix(count) {
      var one: UInt64 = 1
      write(number, &one, 8)
    }
  }

  /// Raises the limit of descriptors as far as this process may, and returns it.
  private static func raiseLimit() -> Int {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    limit.rlim_cur = limit.rlim_max
    setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: limit.rlim_cur)
  }
}
