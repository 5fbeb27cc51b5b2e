internal import EventLoopAPI
internal import Foundation

/// What /proc/self/fdinfo says of an epoll instance.
struct EpollInformation {
  /// One line on a registration.
  struct Line: Hashable {
    /// The number by which it was registered.
    var descriptor: CInt

    /// The events asked for and the flags.
    var events: UInt32

    /// What the caller has the kernel keep.
    var data: UInt64
  }

  /// The registrations.
  let lines: [Line]

  /// Reads it.
  ///
  /// - Throws: ``ClaimObstacle`` if this kernel does not tell.
  init(_ instance: CInt) throws {
    guard let text = try? String(contentsOfFile: "/proc/self/fdinfo/\(instance)", encoding: .utf8) else {
      throw ClaimObstacle("/proc/self/fdinfo/\(instance) cannot be read")
    }
    lines = text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ", omittingEmptySubsequences: true)
      guard words.count >= 6, words[0] == "tfd:", words[2] == "events:", words[4] == "data:",
        let descriptor = CInt(words[1]), let events = UInt32(words[3], radix: 16),
        let data = UInt64(words[5], radix: 16)
      else { return nil }
      return Line(descriptor: descriptor, events: events, data: data)
    }
  }
}
