internal import CEpoll

/// A set of signals, to be blocked during a wait.
///
/// A mask takes the place of the thread's own one, so that one usually begins with ``current``:
///
/// ```swift
/// var mask = SignalMask.current
/// mask.remove(SIGUSR1)
/// try epoll.wait(into: &buffer, signalMask: mask)
/// ```
///
/// The kernel never blocks SIGKILL and SIGSTOP. Of signals 32 and 33, which glibc needs for its own threads
/// and hides from sigfillset(3) too, a wait takes no notice.
public struct SignalMask: RawRepresentable, Hashable, Sendable {
  /// The kernel's bits: the lowest is signal 1, the highest signal 64.
  public var rawValue: UInt64

  /// Makes a set from the kernel's bits.
  public init(rawValue: UInt64) {
    self.rawValue = rawValue
  }

  /// Every signal.
  public static let all = SignalMask(rawValue: .max)

  /// The signals that the calling thread blocks now, by rt_sigprocmask(2).
  public static var current: SignalMask { SignalMask(rawValue: cepoll_blocked_signals()) }

  /// What the kernel is given.
  var kernelBits: UInt64 { rawValue & ~(Self.bit(32) | Self.bit(33)) }

  private static func bit(_ signal: CInt) -> UInt64 {
    precondition((1...64).contains(signal), "a signal's number must be 1 to 64")
    return 1 << UInt64(signal - 1)
  }
}

extension SignalMask: ExpressibleByArrayLiteral {
  /// Makes a set of signals, each 1 to 64; with none of them, every signal is delivered.
  public init(arrayLiteral signals: CInt...) {
    self.init(rawValue: 0)
    for signal in signals { insert(signal) }
  }

  /// Whether a signal, 1 to 64, is in the set.
  public func contains(_ signal: CInt) -> Bool {
    rawValue & Self.bit(signal) != 0
  }

  /// Puts a signal, 1 to 64, into the set.
  public mutating func insert(_ signal: CInt) {
    rawValue |= Self.bit(signal)
  }

  /// Takes a signal, 1 to 64, out of the set.
  public mutating func remove(_ signal: CInt) {
    rawValue &= ~Self.bit(signal)
  }
}
