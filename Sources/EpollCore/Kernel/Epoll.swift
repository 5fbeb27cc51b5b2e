internal import CEpoll
internal import EventLoopAPI

/// The owner of one epoll instance: the kernel's interface itself, with nothing added.
///
/// An instance is an interest list and a ready list. ``add(_:for:data:)``, ``modify(_:for:data:)`` and
/// ``remove(_:)`` change the first, ``wait(into:maximum:for:signalMask:)`` takes from the second, and
/// ``status()`` shows the first. An instance is itself readable while its ready list is not empty, and so can
/// be watched by another one under its ``descriptor``.
///
/// Any thread may call any method at any time, also while others change the instance or wait for it: the
/// kernel guards its lists with locks of its own (epoll_wait(2), "Notes"; fs/eventpoll.c, "LOCKING").
/// Each event is taken by one waiting thread; level-triggered ones come back for the next. Threads share an
/// instance through what holds it, such as a final class or a global.
///
/// Every refusal is thrown with the operation and the kernel's number, and a refused call changes nothing.
/// `EFAULT` is not among them: the only memory that the kernel is given is a ``Buffer``'s.
@frozen  // Without it, Embedded Swift refuses `release()`.
public struct Epoll: ~Copyable, Sendable {
  /// The instance's number, which stays the owner's: closing it behind the owner's back is an error.
  public let descriptor: CInt

  /// Makes an instance by epoll_create1(2), which an exec closes unless told otherwise.
  ///
  /// - Throws: `EpollError` of operation `create`: `EMFILE` or `ENFILE` with no descriptor left, `ENOMEM`.
  public init(closesOnExec: Bool = true) throws(EpollError) {
    let result = cepoll_create(closesOnExec ? 1 : 0)
    guard result >= 0 else { throw EpollError(.create, ErrorCode(rawValue: -result)) }
    descriptor = result
  }

  /// Makes an instance by epoll_create(2), which epoll_create1(2) has replaced; an exec leaves it open.
  ///
  /// The size has meant nothing since Linux 2.6.8, but is still checked.
  ///
  /// - Throws: `EpollError` of operation `create`: `EINVAL` for a size that is not positive, `EMFILE` or
  ///   `ENFILE` with no descriptor left, `ENOMEM`.
  public init(legacySize: CInt) throws(EpollError) {
    let result = cepoll_create_sized(legacySize)
    guard result >= 0 else { throw EpollError(.create, ErrorCode(rawValue: -result)) }
    descriptor = result
  }

  /// Takes over an instance that was made elsewhere, such as by C code or by the program before an exec.
  ///
  /// Whether the number names an instance is asked of the kernel: removing a file that the instance cannot
  /// know is refused with `ENOENT` by an instance only. The file is an eventfd, open during the call.
  ///
  /// - Throws: `EpollError` of operation `adopt`, and the number stays the caller's: `EBADF` if it is not
  ///   open, `EINVAL` if it names something else; `EMFILE`, `ENFILE` or `ENOMEM` if it cannot be asked.
  public init(adopting descriptor: CInt) throws(EpollError) {
    let stranger = cepoll_eventfd()
    guard stranger >= 0 else { throw EpollError(.adopt, ErrorCode(rawValue: -stranger)) }
    defer { _ = cepoll_close(stranger) }
    // A number that was free a moment ago is not open, whatever it names now.
    guard stranger != descriptor else { throw EpollError(.adopt, .badDescriptor) }
    let answer = ErrorCode(rawValue: -cepoll_ctl(descriptor, CInt(EPOLL_CTL_DEL), stranger, 0, 0))
    guard answer == .notFound else { throw EpollError(.adopt, answer) }
    self.descriptor = descriptor
  }

  /// Gives the instance up without closing it, and returns its number, which is the caller's to close.
  public consuming func release() -> CInt {
    let descriptor = descriptor
    discard self
    return descriptor
  }

  /// Closes the instance's number; the instance ends with the last number that names it.
  deinit {
    _ = cepoll_close(descriptor)
  }
}
