import CEcho

/// One client: its socket, which closes with it, and what it has still to get back.
final class Connection {
  let descriptor: CInt

  /// What the socket had no room for; nothing more is read until it is sent.
  var unsent: [UInt8] = []

  init(_ descriptor: CInt) {
    self.descriptor = descriptor
  }

  deinit {
    _ = cecho_close(descriptor)
  }
}
