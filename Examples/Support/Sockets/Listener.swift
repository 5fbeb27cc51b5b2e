internal import Glibc

/// A socket that connections arrive at; it closes with its owner, and takes the path of a unix socket away.
struct Listener: ~Copyable {
  let socket: Socket
  private let path: String?

  init(at address: SocketAddress) throws(SocketError) {
    let socket = try address.makeSocket()
    var isOn: CInt = 1
    setsockopt(
      socket.descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout.size(ofValue: isOn)))
    try address.withSystemAddress("bind") { bind(socket.descriptor, $0, $1) }
    guard listen(socket.descriptor, SOMAXCONN) == 0 else { throw SocketError("listen", at: address) }
    self.socket = socket
    path = if case .path(let path) = address { path } else { nil }
  }

  deinit {
    if let path { unlink(path) }
  }

  /// The place that clients connect to, such as a port that the system has chosen.
  var place: String {
    if let path { return path }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout.size(ofValue: address))
    // Safety: as many bytes are written as the structure has.
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = getsockname(socket.descriptor, $0, &length)
      }
    }
    return "port \(UInt16(bigEndian: address.sin_port))"
  }

  /// A descriptor that is there for another one: whoever gives it back can open one.
  func spareDescriptor() throws(SocketError) -> Socket {
    let descriptor = fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 0)
    guard descriptor >= 0 else { throw SocketError("dup") }
    return Socket(owning: descriptor)
  }

  /// The next connection that has arrived; nil if there is none.
  func accept() throws(SocketError) -> Socket? {
    let descriptor = Glibc.accept(socket.descriptor, nil, nil)
    if descriptor >= 0 {
      let connection = Socket(owning: descriptor)
      guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0, fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else {
        throw SocketError("fcntl")
      }
      return connection
    }
    let error = SocketError("accept")
    // A client that has left while it waited is no error of the listener's.
    guard error.isPassing || error.number == ECONNABORTED else { throw error }
    return nil
  }
}
