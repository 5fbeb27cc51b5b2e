internal import EventLoopAPI

/// The same in the words of a loop.
extension EpollSet {
  /// Adds a descriptor, with its number as data if none is given.
  ///
  /// - Throws: `ErrorCode` of epoll_ctl(2).
  func add(
    _ descriptor: CInt, for interest: Interest = .readable, _ trigger: Trigger = .level, data: UInt64? = nil
  ) throws(ErrorCode) {
    try add(descriptor, interest.rawValue | trigger.rawValue, data: data)
  }

  /// Replaces the interest, the trigger and the data of a descriptor.
  ///
  /// - Throws: `ErrorCode` of epoll_ctl(2).
  func modify(
    _ descriptor: CInt, for interest: Interest = .readable, _ trigger: Trigger = .level, data: UInt64? = nil
  ) throws(ErrorCode) {
    try modify(descriptor, interest.rawValue | trigger.rawValue, data: data)
  }
}

extension EpollSet.Report {
  /// Makes one of its parts.
  init(readiness: Readiness, data: UInt64) {
    self.init(events: readiness.rawValue, data: data)
  }

  /// What is told.
  var readiness: Readiness { Readiness(rawValue: events) }
}
