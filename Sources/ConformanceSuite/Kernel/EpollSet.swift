internal import CEpoll
internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// An epoll instance by itself, with the kernel's calls and nothing around them; closed when it goes.
///
/// Threads may share it, as the kernel lets them.
struct EpollSet: ~Copyable, Sendable {
  /// What one entry of a wait says.
  struct Report: Hashable, Sendable {
    var events: UInt32
    var data: UInt64
  }

  /// The number of its descriptor.
  let number: CInt

  /// Makes an empty one.
  ///
  /// - Throws: `ErrorCode` of epoll_create1(2).
  init() throws(ErrorCode) {
    number = try Self.check(cobjects_epoll())
  }

  deinit {
    close(number)
  }

  /// Adds a descriptor.
  ///
  /// - Throws: `ErrorCode` of epoll_ctl(2).
  func add(_ descriptor: CInt, _ events: UInt32, data: UInt64? = nil) throws(ErrorCode) {
    try change(EPOLL_CTL_ADD, descriptor, events, data)
  }

  /// Replaces the events and the data of a descriptor.
  ///
  /// - Throws: `ErrorCode` of epoll_ctl(2).
  func modify(_ descriptor: CInt, _ events: UInt32, data: UInt64? = nil) throws(ErrorCode) {
    try change(EPOLL_CTL_MOD, descriptor, events, data)
  }

  /// Removes a descriptor.
  ///
  /// - Throws: `ErrorCode` of epoll_ctl(2).
  func remove(_ descriptor: CInt) throws(ErrorCode) {
    try change(EPOLL_CTL_DEL, descriptor, 0, nil)
  }

  /// Waits for at most so many reports; a negative limit is none.
  ///
  /// - Throws: `ErrorCode` of epoll_wait(2), `EINTR` among them.
  func wait(_ capacity: Int = 64, milliseconds: CInt = 0) throws(ErrorCode) -> [Report] {
    var events = Array(repeating: epoll_event(), count: max(1, capacity))
    let count = try Self.check(
      cobjects_epoll_collect(number, &events, CInt(truncatingIfNeeded: capacity), milliseconds))
    return events[..<Int(count)].map { Report(events: $0.events, data: $0.data.u64) }
  }

  private func change(
    _ operation: CInt, _ descriptor: CInt, _ events: UInt32, _ data: UInt64?
  ) throws(ErrorCode) {
    let data = data ?? UInt64(bitPattern: Int64(descriptor))
    _ = try Self.check(cobjects_epoll_change(number, operation, descriptor, events, data))
  }

  private static func check(_ result: CInt) throws(ErrorCode) -> CInt {
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
    return result
  }
}
