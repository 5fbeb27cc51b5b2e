/// Something in a queue: a page of a pipe, a buffer of a socket, a connection that waits to be accepted.
struct Packet: ArenaElement, Sendable {
  var next = nowhere
  /// The bytes that are left.
  var length: Int32 = 0
  /// The bytes that were read, or skipped, before them.
  var offset: Int32 = 0
  /// The memory that it takes, of which the sender is charged (`truesize`).
  var size: Int32 = 0
  /// The socket that sent it.
  var owner = nowhere
  /// The socket that waits to be accepted.
  var connection = nowhere
  /// The open file that was sent along, to which it is a reference.
  var file = nowhere
  var nextFree = nowhere

  static let blank = Packet()
}

/// A queue of packets, first in, first out.
struct PacketQueue: Sendable {
  var first = nowhere
  var last = nowhere
  var count: Int32 = 0
  /// The bytes of all packets together.
  var bytes = 0

  var isEmpty: Bool { first == nowhere }

  mutating func append(_ packet: Packet, in packets: inout Arena<Packet>) {
    let place = packets.add(packet)
    if last == nowhere { first = place } else { packets[last].next = place }
    last = place
    count += 1
    bytes += Int(packet.length)
  }

  /// Takes the first packet out; the queue must not be empty.
  mutating func removeFirst(in packets: inout Arena<Packet>) -> Packet {
    let packet = packets[first]
    packets.remove(first)
    first = packet.next
    if first == nowhere { last = nowhere }
    count -= 1
    bytes -= Int(packet.length)
    return packet
  }

  /// Takes bytes from the first packet, and says whether they were its last; it stays in the queue.
  mutating func consume(_ length: Int32, in packets: inout Arena<Packet>) -> Bool {
    packets[first].length -= length
    packets[first].offset += length
    bytes -= Int(length)
    return packets[first].length == 0
  }
}
