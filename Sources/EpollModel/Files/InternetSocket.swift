/// A TCP or UDP socket on the loopback interface (`struct sock`).
///
/// The model shows what is there when everything that is under way has arrived. The limit of TCP's buffers is
/// not modelled: a connection is full when it was filled, and has room again when the peer has read all.
struct InternetSocket: ArenaElement, Sendable {
  enum State: UInt8, Sendable {
    /// Never connected, or over (`TCP_CLOSE`).
    case closed
    /// The peer does not answer (`TCP_SYN_SENT`).
    case connecting
    /// Connected; ``sentEnd`` and ``hasEnd`` tell TCP's states with a half closed.
    case connected
    case listening
  }

  /// TCP's urgent byte (`urg_data`).
  enum Urgent: UInt8, Sendable {
    case none
    case unread
    /// Read out of band; its place in the stream is not passed yet.
    case read
  }

  /// What became of an attempt to connect that was refused (`struct socket`'s state).
  enum Attempt: UInt8, Sendable {
    case none
    /// Nobody has asked how it ended (`SS_CONNECTING`).
    case refused
    /// It was shut down before anybody asked (`SS_DISCONNECTING`).
    case shut
  }

  var kind = ModelFileKind.tcp
  var state = State.closed
  var shut: UnixSocket.Halves = []
  var error: ModelError?
  /// Refusals are kept one by one as well (`IP_RECVERR`), and how many there are (`sk_error_queue`).
  var queuesErrors = false
  var queuedErrors = 0
  var peer = nowhere
  var isDead = false
  /// It was connected once, or tried to be; it cannot try again.
  var wasUsed = false
  var attempt = Attempt.none
  /// Its FIN is sent, and the peer's has come (`SOCK_DONE`).
  var sentEnd = false
  var hasEnd = false
  /// Datagrams, or a listener's connections.
  var received = PacketQueue()
  /// TCP's unread bytes, the urgent one among them.
  var bytes = 0
  /// How far the urgent byte is from the next to be read.
  var urgentOffset = 0
  var urgent = Urgent.none
  var isUrgentInline = false
  var lowWater = 1
  /// Its end is a reset (`SO_LINGER` of 0).
  var resetsAtEnd = false
  /// It was filled, and the peer has read nothing, or something, since.
  var isFull = false
  var isPartlyDrained = false
  var backlog = 0
  var queue = nowhere
  var nextFree = nowhere

  static let blank = InternetSocket()

  /// What a connection is taken to hold when it is full; the kernel's number depends on its tuning.
  static let capacity = 4 << 20
}
