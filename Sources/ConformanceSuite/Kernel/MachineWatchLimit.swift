internal import EventLoopAPI
internal import Glibc

/// The greatest number of watches that a user of this machine may have, held so that nobody else changes it.
///
/// All who lower it hold a lock of flock(2) on the file meanwhile, so that each finds the usual one there. A
/// child that is forked has the lock too: it is free when all who have it are done.
struct MachineWatchLimit: ~Copyable {
  /// The limit as it was.
  let usual: Int

  private let file: OwnedDescriptor

  /// Waits for the lock, and reads the limit.
  ///
  /// - Throws: `ErrorCode` of open(2), flock(2) or read(2).
  init() throws(ErrorCode) {
    let opened = open("/proc/sys/fs/epoll/max_user_watches", O_RDWR | O_CLOEXEC)
    let file = try OwnedDescriptor(Self.checked(opened))
    usual = try Self.heldLimit(of: file.number)
    self.file = file
  }

  /// Sets the limit, for every user.
  ///
  /// - Throws: `ErrorCode` of write(2).
  func set(_ limit: Int) throws(ErrorCode) {
    let text = Array("\(limit)".utf8)
    let result = Self.checked(CInt(pwrite(file.number, text, text.count, 0)))
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
  }

  /// Sets the limit as it was.
  func restore() {
    try? set(usual)
  }

  /// Does something with all signals blocked while the limit is another, and restores it.
  ///
  /// - Throws: `ErrorCode` of write(2), or what the body throws.
  func lowered<Result>(to limit: Int, _ body: () throws -> Result) throws -> Result {
    var (all, former) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &former)
    defer { pthread_sigmask(SIG_SETMASK, &former, nil) }
    try set(limit)
    defer { restore() }
    return try body()
  }

  private static func heldLimit(of file: CInt) throws(ErrorCode) -> Int {
    var result = -EINTR
    while result == -EINTR { result = checked(flock(file, LOCK_EX)) }
    var text = [UInt8](repeating: 0, count: 32)
    if result >= 0 { result = checked(CInt(pread(file, &text, text.count, 0))) }
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
    guard let limit = Int(String(decoding: text.prefix { $0 > 32 }, as: UTF8.self)) else {
      throw ErrorCode(rawValue: EINVAL)
    }
    return limit
  }

  private static func checked(_ result: CInt) -> CInt { result < 0 ? -errno : result }
}
