extension ModelKernel {
  /// A file's state in words and numbers.
  func describe(_ file: Place) -> String {
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader, .pipeWriter:
      let isAlone = pipes[object].writers == 0 && files[file].writersBefore == pipes[object].writerCount
      return describe(pipes[object]) + (isAlone ? " since this end was opened" : "")
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: return describe(unixSockets[object])
    case .tcp, .tcpListener, .udp: return describe(internetSockets[object])
    case .counter: return "value \(counters[object].value)"
    case .timer:
      let state = timers[object].deadline.map { "expires at \($0) ns" } ?? "disarmed"
      return "\(state), \(timers[object].ticks) expirations unread"
    case .signalQueue: return signals.isPending ? "signal pending" : "no signal pending"
    case .process: return processes[object].isReaped ? "ended, waited for" : "ended"
    case .terminalMaster, .terminalSlave:
      let terminal = terminals[object]
      let state = terminal.isHungUp ? "hung up" : terminal.isAlone ? "other end closed" : "open"
      let line = terminal.takesLines ? ", \(terminal.line) of a line that goes on" : ""
      return "\(state), \(terminal.bytes) bytes unread\(line)"
    case .epoll:
      return "\(instances[object].tree.count) entries, \(instances[object].readyCount) on the ready list"
    case .mounts, .hostname:
      return systemFiles[object].hasChanged ? "changed since the last poll" : "unchanged"
    case .systemAttribute: return "never read"
    case .notifier:
      return fileWatches[object].unread == .nothing ? "nothing happened" : "an event unread"
    case .randomDevice: return "ready since the system started"
    case .regularFile, .watchedFile, .null, .directory, .endlessDevice, .silentSystemFile:
      return "always ready, cannot be waited for"
    case .path: return "a place in the file system, not opened"
    }
  }

  private func describe(_ pipe: Pipe) -> String {
    let pages = "\(pipe.queue.bytes) bytes in \(pipe.queue.count) of \(Pipe.pages) pages"
    let ends = [(pipe.readers, "reader"), (pipe.writers, "writer")].filter { $0.0 == 0 }.map { "no \($0.1)" }
    return ([pages] + ends).joined(separator: ", ")
  }

  private func describe(_ socket: UnixSocket) -> String {
    var parts: [String]
    switch socket.state {
    case .listening: parts = ["listening", "\(socket.received.count) connections waiting"]
    case .closed: parts = ["not connected", "\(socket.received.bytes) bytes unread"]
    case .connected: parts = ["connected", "\(socket.received.bytes) bytes unread"]
    }
    if socket.charged > 0 {
      parts.append("\(socket.charged) of \(UnixSocket.sendBuffer) of the send buffer in use")
    }
    return (parts + Self.words(socket.shut, socket.error)).joined(separator: ", ")
  }

  private func describe(_ socket: InternetSocket) -> String {
    var parts: [String]
    switch socket.state {
    case .listening: return "listening, \(socket.received.count) connections waiting"
    case .connecting: parts = ["connecting"]
    case .closed: parts = ["not connected", "\(socket.bytes) bytes unread"]
    case .connected:
      parts = ["connected"]
      parts.append(
        socket.kind == .udp ? "\(socket.received.count) datagrams unread" : "\(socket.bytes) bytes unread")
    }
    if socket.isFull { parts.append(socket.isPartlyDrained ? "full, or nearly so" : "full") }
    if socket.urgent == .unread { parts.append("an urgent byte") }
    return (parts + Self.words(socket.shut, socket.error)).joined(separator: ", ")
  }

  private static func words(_ shut: UnixSocket.Halves, _ error: ModelError?) -> [String] {
    var words: [String] = []
    if shut.contains(.reading) { words.append("reading shut") }
    if shut.contains(.writing) { words.append("writing shut") }
    if let error { words.append("error \(error.name)") }
    return words
  }
}
