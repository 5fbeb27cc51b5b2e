/// Reads the text that the kernel shows for an epoll instance under /proc/PID/fdinfo.
///
/// That is lines of `key:value`, which are skipped, and for each entry of the interest list one such as
///
///     tfd:        5 events:       19 data:               2a  pos:0 ino:61af sdev:7
///
/// where all numbers but the first and `pos` are hexadecimal. What deviates from it is refused, not guessed.
struct StatusParser {
  /// Where the text is not what the kernel writes.
  struct Malformed: Error, Hashable {
    /// The line, from 1.
    var line: Int
  }

  private let text: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// Reads the whole text.
  mutating func parse() throws(Malformed) -> [Epoll.WatchedDescriptor] {
    var entries: [Epoll.WatchedDescriptor] = []
    // Of an open file the kernel always has something to say.
    guard !text.isEmpty else { throw malformed }
    while position < text.count {
      if text[position...].starts(with: "tfd:".utf8) {
        entries.append(try parseEntry())
      } else {
        try skipHeader()
      }
      line += 1
    }
    return entries
  }

  private mutating func parseEntry() throws(Malformed) -> Epoll.WatchedDescriptor {
    try take("tfd:")
    try takeSpaces()
    let descriptor = try takeNumber(radix: 10, upTo: UInt64(CInt.max))
    try take(" events:")
    try takeSpaces()
    let events = try takeNumber(radix: 16, upTo: UInt64(UInt32.max))
    try take(" data:")
    try takeSpaces()
    let data = try takeNumber(radix: 16, upTo: .max)
    try takeSpaces()
    try take("pos:")
    let offset = try takeOffset()
    try take(" ino:")
    let inode = try takeNumber(radix: 16, upTo: .max)
    try take(" sdev:")
    let device = try takeNumber(radix: 16, upTo: UInt64(UInt32.max))
    try take("\n")
    return Epoll.WatchedDescriptor(
      descriptor: CInt(descriptor), events: Epoll.Events(rawValue: UInt32(events)), data: data,
      position: offset, inode: inode, device: UInt32(device))
  }

  /// Skips a line of `key:value`, the key being small letters and underscores.
  private mutating func skipHeader() throws(Malformed) {
    let start = position
    while let byte = next, (0x61...0x7A).contains(byte) || byte == 0x5F { position += 1 }
    guard position > start else { throw malformed }
    try take(":")
    while let byte = next, byte != 0x0A { position += 1 }
    try take("\n")
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private var malformed: Malformed { Malformed(line: line) }

  private mutating func take(_ word: String) throws(Malformed) {
    for byte in word.utf8 {
      guard next == byte else { throw malformed }
      position += 1
    }
  }

  private mutating func takeSpaces() throws(Malformed) {
    try take(" ")
    while next == 0x20 { position += 1 }
  }

  private mutating func takeNumber(radix: UInt64, upTo limit: UInt64) throws(Malformed) -> UInt64 {
    let start = position
    var number: UInt64 = 0
    while let digit = nextDigit, digit < radix {
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: radix)
      let (sum, isTooLargeStill) = product.addingReportingOverflow(digit)
      guard !isTooLarge, !isTooLargeStill, sum <= limit else { throw malformed }
      number = sum
      position += 1
    }
    guard position > start else { throw malformed }
    return number
  }

  private var nextDigit: UInt64? {
    switch next {
    case .some(let byte) where (0x30...0x39).contains(byte): UInt64(byte - 0x30)
    case .some(let byte) where (0x61...0x66).contains(byte): UInt64(byte - 0x61 + 10)
    default: nil
    }
  }

  private mutating func takeOffset() throws(Malformed) -> Int64 {
    let isNegative = next == 0x2D
    if isNegative { position += 1 }
    let magnitude = try takeNumber(radix: 10, upTo: Int64.min.magnitude)
    if isNegative { return Int64(truncatingIfNeeded: 0 &- magnitude) }
    guard let offset = Int64(exactly: magnitude) else { throw malformed }
    return offset
  }
}
