internal import EventLoopAPI

/// An epoll instance that several may hold, for collections of them.
final class SharedEpollSet: Sendable {
  let set: EpollSet

  /// Makes an empty one.
  ///
  /// - Throws: `ErrorCode` of epoll_create1(2).
  init() throws(ErrorCode) {
    set = try EpollSet()
  }
}
