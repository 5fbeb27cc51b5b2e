/// A descriptor that a scenario has opened.
struct KernelObject {
  /// The number, which stays known after it is closed.
  var descriptor: CInt

  /// The kind, which decides how it is read, written and settled.
  var kind: ObjectKind.Plain

  /// The number of its open file in the table, which duplicates share.
  var file: Int

  /// The number of the other end's open file, if there is one.
  var peer: Int?

  var isOpen = true

  /// Whether a read takes a whole datagram or counter.
  var isMessageBased: Bool {
    switch kind {
    case .unixDatagram, .unixSeqpacket, .udp, .udpSocket, .eventfd, .timerfd, .signalfd, .inotify: true
    default: false
    }
  }
}
