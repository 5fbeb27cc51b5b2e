/// A descriptor that a scenario has opened.
struct KernelObject {
  /// The number, which stays known after it is closed.
  var descriptor: CInt

  /// The kind, which decides how it is read, written and settled.
  var kind: ObjectKind.Plain

  /// The name of the other end, if there is one.
  var peer: String?

  var isOpen = true

  /// Whether a read takes a whole datagram or counter.
  var isMessageBased: Bool {
    switch kind {
    case .unixDatagram, .unixSeqpacket, .udp, .eventfd, .timerfd, .signalfd: true
    default: false
    }
  }
}
