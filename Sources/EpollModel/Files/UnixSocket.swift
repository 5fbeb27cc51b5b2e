/// A unix socket (`struct unix_sock`).
struct UnixSocket: ArenaElement, Sendable {
  /// What is shut, in its own view (`sk_shutdown`).
  struct Halves: OptionSet, Sendable {
    var rawValue: UInt8
    static let reading = Halves(rawValue: 1)
    static let writing = Halves(rawValue: 2)
    static let both: Halves = [.reading, .writing]
  }

  enum State: UInt8, Sendable {
    case closed
    case connected
    case listening
  }

  var kind = ModelFileKind.unixStream
  var state = State.closed
  var shut: Halves = []
  var error: ModelError?
  var peer = nowhere
  /// Its file is closed (`SOCK_DEAD`).
  var isDead = false
  /// A socket that refers to this one, or a packet of its own that is unread, keeps it in the arena.
  var holders: Int32 = 0
  /// What it has received, or the connections to be accepted.
  var received = PacketQueue()
  /// The memory of what it sent and the other has not read (`sk_wmem_alloc` without its initial 1).
  var charged = 0
  var lowWater = 1
  var backlog = 0
  var queue = nowhere
  var nextFree = nowhere

  static let blank = UnixSocket()

  /// The limit of ``charged`` (`sk_sndbuf`): the value of net.core.wmem_default on most machines.
  static let sendBuffer = 212_992

  /// The memory of a buffer that holds so many bytes in one piece (`__alloc_skb` in net/core/skbuff.c): the
  /// bytes and 320 of administration, rounded up to a power of two, and 256 for the buffer's head.
  static func memory(ofLinear length: Int) -> Int {
    var size = 512
    while size < length + 320 { size *= 2 }
    return size + 256
  }
}
