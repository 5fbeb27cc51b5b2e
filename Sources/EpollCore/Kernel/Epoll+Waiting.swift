internal import CEpoll
internal import EventLoopAPI

extension Epoll {
  /// How long a wait may block when there is nothing to report.
  ///
  /// The span is the kernel's: it begins with the call. A caller who goes on after a signal has to shorten
  /// it.
  public enum Timeout: Hashable, Sendable {
    /// Not at all: take what is there.
    case poll

    /// Until so many nanoseconds have passed; more than `Int64.max`, 292 years, count as that many.
    ///
    /// The kernel may be late by its timer slack, prctl(2), and is never early.
    case nanoseconds(UInt64)

    /// Without limit.
    case forever

    /// As the system call's wrapper takes it: negative for no limit.
    fileprivate var span: Int64 {
      switch self {
      case .poll: 0
      case .nanoseconds(let count): Int64(clamping: count)
      case .forever: -1
      }
    }
  }

  /// Waits for events by one system call, and puts them into a buffer in place of what it held.
  ///
  /// The call is epoll_pwait2(2), or epoll_wait(2) with neither a span nor a mask. Where the kernel is older
  /// than 5.11, or a seccomp filter does not know the former, it is epoll_pwait(2), whose milliseconds are
  /// rounded up; the process remembers that, and asks once. More events than the maximum stay for the next
  /// wait, the entries taking turns.
  ///
  /// - Parameters:
  ///   - buffer: It is empty after a time-out and after a refusal.
  ///   - maximum: The most events to take; nil for the buffer's capacity, which it must not exceed.
  ///   - timeout: The limit.
  ///   - mask: The signals that are blocked in place of the thread's own ones, from before the wait until
  ///     after it, with no moment between; nil to leave them. One that is pending and not in the mask ends
  ///     the wait if nothing is ready, unless the wait is a poll, which lets no signal through.
  /// - Throws: `EpollError` of operation `wait`: `EINTR` if a signal was handled first, also one whose
  ///   handler
  ///   was installed with `SA_RESTART` (signal(7)); `EINVAL` for a maximum that is not positive; `EBADF` or
  ///   `EINVAL` if the program has closed the instance's number behind its owner's back.
  /// - Precondition: `maximum` does not exceed the buffer's capacity.
  public func wait(
    into buffer: inout Buffer, maximum: Int? = nil, for timeout: Timeout = .forever,
    signalMask mask: SignalMask? = nil
  ) throws(EpollError) {
    let maximum = maximum ?? buffer.capacity
    precondition(maximum <= buffer.capacity, "maximum must not exceed the buffer's capacity")
    buffer.count = 0
    let places = CInt(clamping: maximum)
    let result: CInt
    // Safety: the memory holds `capacity` events, of which the kernel writes `places` at most.
    if let mask {
      var bits = mask.kernelBits
      result = cepoll_wait_masked(descriptor, buffer.memory, places, timeout.span, &bits)
    } else {
      result = cepoll_wait(descriptor, buffer.memory, places, timeout.span)
    }
    guard result >= 0 else { throw EpollError(.wait, ErrorCode(rawValue: -result)) }
    buffer.count = Int(result)
  }
}
