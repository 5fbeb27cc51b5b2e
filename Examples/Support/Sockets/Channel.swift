/// Bytes on their way from one socket to another, or back to the same one.
///
/// It holds what was read and not yet written, up to a fixed number of bytes, and reads no more until all is
/// written: so a receiver that does not read stops the sender, and costs one buffer. The end of the stream is
/// passed on behind the last byte.
public struct Channel: ~Copyable {
  /// What a channel waits for.
  public enum Phase {
    /// Something to read from the source.
    case reading

    /// Room to write at the destination.
    case writing

    /// The end of the source's stream; what comes before it is dropped.
    case discarding

    /// Nothing: the destination's stream is ended.
    case ended
  }

  /// What it waits for.
  public private(set) var phase = Phase.reading

  /// Allocated with the first byte, and kept.
  private var buffer = UnsafeMutableRawBufferPointer(start: nil, count: 0)
  private let capacity: Int

  /// The part of the buffer that is still to be written.
  private var unwritten = 0..<0

  /// Whether the source's stream is taken to end where nothing more has come.
  public private(set) var isFinishing = false

  /// Makes a channel that holds a number of bytes.
  public init(capacity: Int = 16384) {
    self.capacity = capacity
  }

  deinit {
    buffer.deallocate()
  }

  /// Has the destination's stream end as soon as nothing is there to be read, instead of with the source's.
  public mutating func finish() {
    isFinishing = true
  }

  /// Moves bytes until a socket would block, by at most a number of reads.
  ///
  /// - Returns: whether there may be more to move without waiting.
  /// - Throws: ``SocketError`` if one of the connections has failed.
  public mutating func move(
    from source: borrowing Socket, to destination: borrowing Socket, reads: Int = 1
  ) throws(SocketError) -> Bool {
    for _ in 0..<reads {
      if phase == .writing, try !flush(to: destination) { return false }
      if phase == .ended { return false }
      if buffer.count == 0 { buffer = .allocate(byteCount: capacity, alignment: 16) }
      guard let count = try source.read(into: buffer) else {
        if isFinishing, phase == .reading {
          // All that has come is answered. To close now would take away from the peer what it has not read.
          destination.endWriting()
          phase = .discarding
        }
        return false
      }
      if count == 0 {
        if phase == .reading { destination.endWriting() }
        phase = .ended
        return false
      }
      if phase == .discarding { continue }
      unwritten = 0..<count
      if try !flush(to: destination) { return false }
    }
    return true
  }

  /// Writes what there is room for; false if something is left.
  private mutating func flush(to destination: borrowing Socket) throws(SocketError) -> Bool {
    let count = try destination.write(UnsafeRawBufferPointer(rebasing: buffer[unwritten]))
    unwritten = unwritten.lowerBound + count..<unwritten.upperBound
    phase = unwritten.isEmpty ? .reading : .writing
    return unwritten.isEmpty
  }
}
