public import EventLoopAPI

/// One descriptor, watched by the mechanism that a probe looks at.
public protocol Watch: ~Copyable {
  /// Begins to watch a descriptor, which stays open as long as this lives.
  ///
  /// - Parameters:
  ///   - descriptor: The descriptor.
  ///   - flags: What is asked for; one of the probe's questions.
  /// - Throws: `ErrorCode` if the mechanism refuses.
  init(_ descriptor: CInt, for flags: [String]) throws(ErrorCode)

  /// Takes one turn without blocking, and returns the flags that it tells; nil if it tells nothing.
  ///
  /// - Throws: `ErrorCode` if the mechanism refuses.
  mutating func turn() throws(ErrorCode) -> [String]?
}
