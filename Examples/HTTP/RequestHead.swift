/// The head of a request, as far as a static site looks at it.
struct RequestHead {
  /// The part of the bytes that is the path, without a query.
  private(set) var path = 0..<0

  /// Whether only the response's head is asked for.
  private(set) var isHead = false

  /// Whether the client wants to send further requests.
  private(set) var keepsOpen = false

  private var hosts = 0
  private var isMinorZero = false

  /// Reads the head that some bytes are, with the empty line at its end.
  ///
  /// - Throws: the refusal that answers it.
  init(_ bytes: ArraySlice<UInt8>) throws(Site.Refusal) {
    var rest = bytes
    try readRequestLine(&rest)
    while let line = try Self.line(&rest), !line.isEmpty { try readField(line) }
    guard rest.isEmpty, hosts == 1 || isMinorZero && hosts == 0 else { throw .bad }
  }

  /// A line without its end, which must be CR and LF.
  private static func line(_ rest: inout ArraySlice<UInt8>) throws(Site.Refusal) -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let line = rest[rest.startIndex..<end]
    rest = rest[(end + 1)...]
    guard line.last == UInt8(ascii: "\r"), !line.dropLast().contains(where: isControl) else { throw .bad }
    return line.dropLast()
  }

  /// Reads the first line: METHOD SP TARGET SP HTTP/1.x.
  private mutating func readRequestLine(_ rest: inout ArraySlice<UInt8>) throws(Site.Refusal) {
    guard let line = try Self.line(&rest),
      let first = line.firstIndex(of: UInt8(ascii: " ")),
      let last = line.lastIndex(of: UInt8(ascii: " ")), first < last
    else { throw .bad }
    let method = line[..<first]
    let target = line[(first + 1)..<last]
    let version = line[(last + 1)...]
    guard !method.isEmpty, method.allSatisfy(Self.isTokenByte),
      target.first == UInt8(ascii: "/"), !target.contains(UInt8(ascii: " ")),
      version.count == 8, version.starts(with: "HTTP/".utf8)
    else { throw .bad }
    guard version.elementsEqual("HTTP/1.1".utf8) || version.elementsEqual("HTTP/1.0".utf8) else {
      throw .version
    }
    isMinorZero = version.last == UInt8(ascii: "0")
    keepsOpen = !isMinorZero
    isHead = method.elementsEqual("HEAD".utf8)
    guard isHead || method.elementsEqual("GET".utf8) else { throw .method }
    path = target.startIndex..<(target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex)
  }

  /// Reads a line of the form NAME: VALUE.
  private mutating func readField(_ line: ArraySlice<UInt8>) throws(Site.Refusal) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
      line[..<colon].allSatisfy(Self.isTokenByte)
    else { throw .bad }
    let name = line[..<colon]
    let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if Self.equals(name, "host") { hosts += 1 }
    if Self.equals(name, "transfer-encoding") { throw .body }
    if Self.equals(name, "content-length") {
      guard !value.isEmpty, value.allSatisfy({ (0x30...0x39).contains($0) }) else { throw .bad }
      guard value.allSatisfy({ $0 == UInt8(ascii: "0") }) else { throw .body }
    }
    if Self.equals(name, "connection") {
      var options = value
      while !options.isEmpty {
        let option = options.prefix { $0 != UInt8(ascii: ",") }
        options = options.dropFirst(option.count + 1)
        let word = option.drop { $0 == UInt8(ascii: " ") }
        if Self.equals(word, "close") { keepsOpen = false }
        if Self.equals(word, "keep-alive") { keepsOpen = true }
      }
    }
  }

  /// Compares without regard to case, with a word in lower case.
  private static func equals(_ bytes: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard bytes.count == letters.count else { return false }
    return zip(bytes, letters).allSatisfy { byte, letter in
      let isUpperCase = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      return letter == (isUpperCase ? byte + 0x20 : byte)
    }
  }

  private static func isControl(_ byte: UInt8) -> Bool {
    byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
  }

  /// RFC 9110, section 5.6.2.
  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5E...0x7A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x7C, 0x7E: true
    default: false
    }
  }
}
