internal import Glibc

/// Where a stream socket listens or connects to: a port of an IPv4 address, or the path of a unix socket.
public enum SocketAddress: Sendable {
  /// An IPv4 address in the network's byte order, and a port.
  case internet(UInt32, port: UInt16)

  /// A path of a unix socket.
  case path(String)

  /// A port of this machine that is not seen from others.
  public static func loopback(port: UInt16) -> SocketAddress {
    .internet(UInt32(0x7F00_0001).bigEndian, port: port)
  }

  /// Reads `PORT`, `ADDRESS:PORT` with four numbers as the address, or a path, which has a slash.
  ///
  /// Port 0 is none: nobody can be there.
  public init?(_ text: String) {
    if text.contains("/") {
      self = .path(text)
    } else if let port = UInt16(text), port > 0 {
      self = .loopback(port: port)
    } else {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      var address = in_addr()
      guard parts.count == 2, let port = UInt16(parts[1]), port > 0,
        inet_pton(AF_INET, String(parts[0]), &address) == 1
      else { return nil }
      self = .internet(address.s_addr, port: port)
    }
  }

  /// A new socket for this kind of address, which does not block.
  func makeSocket() throws(SocketError) -> Socket {
    let family = if case .path = self { AF_UNIX } else { AF_INET }
    let kind = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_NONBLOCK.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { throw SocketError("socket") }
    return Socket(owning: descriptor)
  }

  /// Calls a function with the address as the system takes it; what that returns is checked.
  func withSystemAddress(
    _ name: String, _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) throws(SocketError) {
    let result: CInt
    switch self {
    case .internet(let address, let port):
      var system = sockaddr_in()
      system.sin_family = sa_family_t(AF_INET)
      system.sin_port = port.bigEndian
      system.sin_addr.s_addr = address
      result = Self.withGeneric(&system, call)
    case .path(let path):
      var system = sockaddr_un()
      system.sun_family = sa_family_t(AF_UNIX)
      // One byte stays zero, as the end.
      guard path.utf8.count < MemoryLayout.size(ofValue: system.sun_path) else {
        throw SocketError(name, ENAMETOOLONG, at: self)
      }
      withUnsafeMutableBytes(of: &system.sun_path) { $0.copyBytes(from: path.utf8) }
      result = Self.withGeneric(&system, call)
    }
    if result != 0 { throw SocketError(name, at: self) }
  }

  /// Safety: the system takes every kind of address by a pointer to its common beginning, with the length.
  private static func withGeneric<Address>(
    _ address: inout Address, _ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call($0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }
}

extension SocketAddress: CustomStringConvertible {
  /// The address and the port, such as `127.0.0.1:7000`, or the path.
  public var description: String {
    switch self {
    case .internet(let address, let port):
      let parts = withUnsafeBytes(of: address) { $0.map { "\($0)" } }
      return "\(parts.joined(separator: ".")):\(port)"
    case .path(let path): return path
    }
  }
}
