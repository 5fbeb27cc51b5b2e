internal import CObjects
internal import EventLoopAPI
internal import Foundation
internal import Glibc

/// A client of an echo server, which blocks, but for ten seconds at most.
final class EchoClient {
  /// What ends a stream of which parts may be missing; it is in no other data.
  private static let mark: UInt8 = 255

  private var descriptor: CInt

  /// Connects to what a listener is bound to.
  init(_ listener: CInt, receiveBuffer: CInt?) throws {
    descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw ErrorCode(rawValue: errno) }
    if let receiveBuffer { _ = cobjects_option(descriptor, SOL_SOCKET, SO_RCVBUF, receiveBuffer) }
    _ = cobjects_option(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, 1)
    var patience = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &patience, socklen_t(MemoryLayout<timeval>.size))
    }
    let result = cobjects_connect(descriptor, listener)
    guard result >= 0 else { throw ErrorCode(rawValue: -result) }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// Bytes that tell one place from another, and have no mark among them.
  static func data(_ count: Int, seed: Int = 0) -> [UInt8] {
    let pattern = (0..<251).map { UInt8(($0 + seed * 31) % 251) }
    var data: [UInt8] = []
    data.reserveCapacity(count + pattern.count)
    while data.count < count { data += pattern }
    return Array(data.prefix(count))
  }

  /// Sends all of it.
  func send(_ data: [UInt8]) throws {
    var sent = 0
    while sent < data.count {
      let count = data.withUnsafeBytes { bytes in
        Glibc.send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, CInt(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw ErrorCode(rawValue: errno) }
      sent += count
    }
  }

  /// Receives so many bytes, or fewer at the end of the stream, or what has come after ten seconds.
  func receive(_ count: Int) -> [UInt8] {
    let end = ContinuousClock.now + .seconds(10)
    return receive(count) { ContinuousClock.now < end }
  }

  /// Receives so many bytes, or fewer at the end of the stream or of a condition.
  func receive(_ count: Int, while condition: () -> Bool) -> [UInt8] {
    var data: [UInt8] = []
    while data.count < count {
      guard cobjects_poll(descriptor, CShort(POLLIN), 20) > 0 else {
        if condition() { continue } else { break }
      }
      guard let more = receiveSome() else { break }
      data += more
    }
    return data
  }

  /// Receives what there is until the end of the stream.
  func receiveAll() -> [UInt8] {
    receive(Int.max)
  }

  /// Sends a mark behind all else, until it comes back, and returns what has come before it.
  func receiveToMark() throws -> [UInt8] {
    var data: [UInt8] = []
    while data.last != Self.mark {
      // A server that throws away what does not fit may throw away the mark as well.
      try send([Self.mark])
      while data.last != Self.mark, cobjects_poll(descriptor, CShort(POLLIN), 50) > 0 {
        guard let more = receiveSome() else { throw ClaimObstacle("the server has closed the connection") }
        data += more
      }
    }
    while data.last == Self.mark { data.removeLast() }
    return data
  }

  private func receiveSome() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  /// Shuts down the writing half, and goes on when the other side has heard of it.
  func closeHalf() throws(ObjectTable.Failure) {
    shutdown(descriptor, CInt(SHUT_WR))
    let descriptor = descriptor
    try Settling.until { cobjects_tcp_state(descriptor) == CInt(TCP_FIN_WAIT2) }
  }

  /// Ends the connection with a reset, and goes on when the other side has got it.
  func reset() throws(ObjectTable.Failure) {
    let (own, other) = (port(getsockname), port(getpeername))
    _ = cobjects_close_with_reset(descriptor)
    descriptor = -1
    // The other side's line goes with the connection; other connections may have one of the two ports.
    try Settling.until {
      let text = (try? String(contentsOfFile: "/proc/self/net/tcp", encoding: .utf8)) ?? ""
      return !text.split(separator: "\n").contains { line in
        let words = line.split(separator: " ")
        return words.count > 2 && words[1].hasSuffix(other) && words[2].hasSuffix(own)
      }
    }
  }

  /// The port of an end of the connection, as /proc shows it.
  private func port(
    _ address: (CInt, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> CInt
  ) -> String {
    var name = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // Safety: a socket of this family has an address of this form, and no more than that is written.
    _ = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address(descriptor, $0, &length) }
    }
    return String(format: ":%04X", UInt16(bigEndian: name.sin_port))
  }
}
