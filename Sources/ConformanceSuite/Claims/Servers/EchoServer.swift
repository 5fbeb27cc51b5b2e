internal import EventLoopAPI

/// A server that sends back what it is sent, as one of the documents writes it.
///
/// What the document leaves out is filled in, and what it does is left as it is, its mistakes among it.
protocol EchoServer: SendableMetatype {
  /// Serves without end; the process is its own.
  ///
  /// - Parameters:
  ///   - listener: a listening socket that does not block.
  ///   - loop: the loop to serve on.
  ///   - tally: an eventfd to which it adds what its clients are to know.
  /// - Throws: what the loop refuses.
  static func serve<Loop: EventLoop & ~Copyable>(
    _ listener: CInt, on loop: consuming Loop, tally: CInt
  ) throws
}
