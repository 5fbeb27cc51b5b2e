internal import Glibc

/// A call on a socket that the system has refused.
public struct SocketError: Error, CustomStringConvertible {
  /// The name of the call, such as `bind`.
  public let call: String

  /// The value of `errno`.
  public let number: CInt

  /// Where the socket was to be bound or connected to, if the call has an address.
  public let address: SocketAddress?

  /// Takes the reason from `errno` unless it is given.
  init(_ call: String, _ number: CInt = errno, at address: SocketAddress? = nil) {
    self.call = call
    self.number = number
    self.address = address
  }

  /// Whether the call would only have had to wait.
  var isPassing: Bool { number == EAGAIN || number == EINTR }

  /// Whether descriptors or memory are short, which may be over in a while.
  public var isShortage: Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(number) }

  /// The call, its address and the system's words for the reason, such as
  /// `bind to 127.0.0.1:80: Permission denied`.
  public var description: String {
    "\(call)\(address.map { " to \($0)" } ?? ""): \(String(cString: strerror(number)))"
  }
}
