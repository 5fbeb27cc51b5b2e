internal import CEpoll
internal import EventLoopAPI

extension Epoll {
  /// One entry of the interest list, as the kernel shows it.
  public struct WatchedDescriptor: Hashable, Sendable {
    /// The number that was added, which may have been closed or have come to name another file since.
    public var descriptor: CInt

    /// What the kernel looks for: error and hangup too, which it adds, and the flags alone once a one-shot
    /// entry has been reported.
    public var events: Events

    /// What each event carries.
    public var data: UInt64

    /// The open file's offset, which is 0 for most kinds that can be watched.
    public var position: Int64

    /// The file's inode; all eventfds, timerfds, signalfds and epoll instances share one.
    public var inode: UInt64

    /// The file system's device in the kernel's own form, not makedev(3)'s: 12 bits of major number, and 20
    /// of minor.
    public var device: UInt32

    /// Makes a description from its parts.
    public init(
      descriptor: CInt, events: Events, data: UInt64, position: Int64, inode: UInt64, device: UInt32
    ) {
      self.descriptor = descriptor
      self.events = events
      self.data = data
      self.position = position
      self.inode = inode
      self.device = device
    }
  }

  /// Reads the interest list from /proc/thread-self/fdinfo, as of one moment and in the kernel's order.
  ///
  /// For looking at, not for working with: the text is about 80 bytes an entry, and the kernel holds the
  /// instance's lock while it writes it. Linux 4.13 and later (proc_pid_fdinfo(5); `ep_show_fdinfo` in
  /// fs/eventpoll.c). The thread's own entry is read, since the process's shows another table to a thread
  /// that has left it by unshare(2), and none once the first thread has ended.
  ///
  /// - Throws: `EpollError` of operation `status`: `ENOENT` if /proc is not mounted, `EACCES` if the process
  ///   may not look at itself (`PR_SET_DUMPABLE` in prctl(2)), `EMFILE` or `ENFILE` with no descriptor left,
  ///   `ENOMEM`, `EBADMSG` if the kernel's text is not understood.
  public func status() throws(EpollError) -> [WatchedDescriptor] {
    var parser = StatusParser(try statusText())
    do {
      return try parser.parse()
    } catch {
      throw EpollError(.status, ErrorCode(rawValue: EBADMSG))
    }
  }

  private func statusText() throws(EpollError) -> [UInt8] {
    let file = "/proc/thread-self/fdinfo/\(descriptor)".withCString { cepoll_open($0) }
    guard file >= 0 else { throw EpollError(.status, ErrorCode(rawValue: -file)) }
    defer { _ = cepoll_close(file) }
    var text: [UInt8] = []
    var length = 0
    while true {
      if length == text.count {
        text.append(contentsOf: repeatElement(0, count: max(4096, length)))
      }
      // Safety: the kernel is given the part of the array that lies after `length`.
      let result = text.withUnsafeMutableBytes { bytes in
        let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[length...])
        return cepoll_read(file, rest.baseAddress, rest.count)
      }
      guard result >= 0 else { throw EpollError(.status, ErrorCode(rawValue: CInt(-result))) }
      guard result > 0 else { break }
      length += Int(result)
    }
    text.removeLast(text.count - length)
    return text
  }
}
