internal import CObjects
internal import Glibc

/// Open files that are sent over unix sockets.
extension ObjectTable {
  /// Sends an object's open file, with one byte.
  mutating func pass(_ name: String, over socket: String) throws(Failure) {
    let object = try findOpen(name)
    let channel = try findOpen(socket)
    // Two sockets that are sent over each other are closed when the kernel's garbage collector runs.
    guard !object.isUnixSocket, channel.passesFiles else { throw .refused(EOPNOTSUPP) }
    try Self.check(cobjects_send_descriptor(channel.descriptor, object.descriptor))
    if let receiver = channel.peer { inFlight[receiver, default: []].append(object) }
  }

  /// Receives the oldest open file that was sent, as a new object of the kind that it had.
  mutating func takePassed(_ name: String, from socket: String) throws(Failure) {
    let channel = try findOpen(socket)
    guard channel.passesFiles else { throw .refused(EOPNOTSUPP) }
    let descriptor = cobjects_receive_descriptor(channel.descriptor)
    guard descriptor != -ENOMSG else { throw .other("no file came") }
    try Self.check(descriptor)
    guard let object = inFlight[channel.file]?.first else {
      close(descriptor)
      throw .other("an unknown file came")
    }
    inFlight[channel.file]?.removeFirst()
    try add(name, descriptor, object.kind, file: object.file, peer: object.peer)
  }
}

extension KernelObject {
  fileprivate var isUnixSocket: Bool {
    switch kind {
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixSocket, .unixListener: true
    default: false
    }
  }

  /// Whether files can be sent over it; what is no socket says so itself.
  fileprivate var passesFiles: Bool {
    switch kind {
    case .unixListener, .tcp, .tcpListener, .tcpSocket, .tcpConnecting, .udp, .udpSocket: false
    default: true
    }
  }
}
