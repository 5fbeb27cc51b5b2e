internal import Glibc

/// What the kernel tells of an epoll set under /proc/self/fdinfo: one line for each watch.
enum WatchList {
  /// Whether a set has a watch for one of these numbers that it should not have.
  ///
  /// - Parameter expecting: whether there should be one watch of a number.
  /// - Returns: true also where the kernel's list cannot be read.
  static func contains(
    ghostAmong suspects: [CInt],
    of set: CInt,
    expecting: (CInt) -> Bool
  ) -> Bool {
    let file = open("/proc/self/fdinfo/\(set)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return true }
    defer { close(file) }
    var watchCounts: [CInt: Int] = [:]
    for suspect in suspects {
      watchCounts[suspect] = 0
    }
    var line = LineReader()
    let isRead = withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 1) { buffer in
      while true {
        let count = read(file, buffer.baseAddress, buffer.count)
        if count == 0 { return true }
        if count < 0, errno != EINTR { return false }
        for byte in buffer[..<max(0, count)] {
          if let number = line.take(byte), watchCounts[number] != nil {
            watchCounts[number, default: 0] += 1
          }
        }
      }
    }
    return !isRead || watchCounts.contains { $0.value > (expecting($0.key) ? 1 : 0) }
  }

  /// Picks the number out of each line of the form `tfd: 5 events: …`, byte by byte.
  private struct LineReader {
    private var column = 0
    private var number: CInt?

    /// The number, at the byte that ends it.
    mutating func take(_ byte: UInt8) -> CInt? {
      let prefix: StaticString = "tfd:"
      if byte == UInt8(ascii: "\n") {
        self = LineReader()
      } else if column >= 0, column < prefix.utf8CodeUnitCount {
        column = prefix.utf8Start[column] == byte ? column + 1 : -1
      } else if column > 0, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        number = (number ?? 0) * 10 + CInt(byte - UInt8(ascii: "0"))
      } else if column > 0, number != nil {
        defer { column = -1 }
        return number
      }
      return nil
    }
  }
}
