internal import Glibc

/// A call on a socket that the system has refused.
public struct SocketError: Error, CustomStringConvertible {
  /// The name of the call, such as `bind`.
  public let call: String

  /// The value of `errno`.
  public let number: CInt

  /// Takes the reason from `errno`.
  init(_ call: String) {
    self.call = call
    self.number = errno
  }

  init(_ call: String, _ number: CInt) {
    self.call = call
    self.number = number
  }

  /// Whether the call would only have had to wait.
  var isPassing: Bool { number == EAGAIN || number == EINTR }

  /// Whether descriptors or memory are short, which may be over in a while.
  public var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(number) }

  /// The call and the system's words for the reason.
  public var description: String { "\(call): \(String(cString: strerror(number)))" }
}
