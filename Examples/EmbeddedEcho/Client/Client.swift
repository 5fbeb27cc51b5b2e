import CEcho
import EpollCore

/// The dispatcher that the clients run on; a refusal of the loop ends the program.
typealias Clients = ThrowingClosureDispatcher<EpollLoop, LoopError>

/// One client: what it has sent and got back of bytes that only it sends.
final class Client {
  let descriptor: CInt
  private let number: Int
  private let size: Int
  private var sent = 0
  private var received = 0

  /// Whether it reads what comes back; at first it only sends.
  private(set) var isReading = false

  /// Whether anything was sent since the last look.
  var hasMoved = false

  /// The registration, until all is done or lost.
  var token: Token?

  /// What it got back, and then the end of the stream; nil if that is not what it sent.
  private(set) var returned: Int?

  init(_ descriptor: CInt, number: Int, size: Int) {
    self.descriptor = descriptor
    self.number = number
    self.size = size
  }

  deinit {
    _ = cecho_close(descriptor)
  }

  /// Does what the socket is ready for.
  func handle(_ readiness: Readiness, _ dispatcher: inout Clients) throws(LoopError) {
    var isGood = true
    if readiness.contains(.writable) { isGood = try send(&dispatcher) }
    if isGood, readiness != .writable { isGood = receive() }
    if !isGood { try leave(&dispatcher) }
  }

  /// Begins to read, and ends the stream if it is sent.
  func beginReading(_ dispatcher: inout Clients) throws(LoopError) {
    isReading = true
    if try !adjust(&dispatcher) { try leave(&dispatcher) }
  }

  /// Ends the registration; the socket closes with the client, and the last one ends the run.
  func leave(_ dispatcher: inout Clients) throws(LoopError) {
    guard let token else { return }
    self.token = nil
    try dispatcher.deregister(token)
    // As another thread would do it: this program is also the proof that all of the layer compiles.
    if dispatcher.statistics.registrations == 0 { dispatcher.remote.submit { $0.stop() } }
  }

  /// Sends once; false if the server does not take it.
  private func send(_ dispatcher: inout Clients) throws(LoopError) -> Bool {
    let piece = (sent..<min(size, sent + 32768)).map(byte(at:))
    let written = cecho_write(descriptor, piece, piece.count)
    guard written >= 0 else { return -written == EAGAIN }
    sent += written
    hasMoved = true
    if sent < size { return true }
    return try adjust(&dispatcher)
  }

  /// Makes the interest fit what is left to do; false if the stream cannot be ended.
  private func adjust(_ dispatcher: inout Clients) throws(LoopError) -> Bool {
    guard let token else { return false }
    let interest: Interest = isReading ? .readable : []
    try dispatcher.modify(token, for: sent < size ? interest.union(.writable) : interest)
    return sent < size || !isReading || cecho_finish(descriptor) == 0
  }

  /// Reads once and compares; false at the end, be it the right one or not.
  private func receive() -> Bool {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32768) { bytes in
      let count = cecho_read(descriptor, bytes.baseAddress, bytes.count)
      guard count > 0 else {
        if count == 0, received == size { returned = received }
        return -count == EAGAIN
      }
      for index in 0..<count where bytes[index] != byte(at: received + index) { return false }
      received += count
      return true
    }
  }

  /// The byte at a place of this client's stream.
  private func byte(at place: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: place &* 167 &+ (place >> 8) &* 59 &+ (place >> 16) &* 31 &+ number &* 101)
  }
}
