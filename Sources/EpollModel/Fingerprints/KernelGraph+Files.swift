extension KernelGraph {
  mutating func addFiles() {
    for (place, file) in kernel.files.slots.enumerated() where file.references > 0 {
      var hash = StateHash(Topic.file.rawValue)
      hash.combine(file.kind.rawValue)
      hash.combine(file.isBlocking)
      hash.combine(file.references)
      let object = Int(file.object)
      switch file.kind {
      case .pipeReader, .pipeWriter:
        // The two counts are only ever compared.
        hash.combine(file.writersBefore == kernel.pipes[file.object].writerCount)
        graph.connect(pipes + object, to: files + place, as: .objectOfFile)
      case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener:
        graph.connect(unixSockets + object, to: files + place, as: .objectOfFile)
      case .tcp, .tcpListener, .udp:
        graph.connect(internetSockets + object, to: files + place, as: .objectOfFile)
      case .terminalMaster, .terminalSlave:
        graph.connect(terminals + object, to: files + place, as: .objectOfFile)
      case .epoll: graph.connect(instances + object, to: files + place, as: .objectOfFile)
      case .counter:
        hash.combine(kernel.counters[file.object].value)
        hash.combine(kernel.counters[file.object].isSemaphore)
      case .timer: combine(kernel.timers[file.object], into: &hash)
      case .process: hash.combine(kernel.processes[file.object].isReaped)
      case .mounts, .hostname: hash.combine(kernel.systemFiles[file.object].hasChanged)
      case .notifier, .watchedFile:
        graph.connect(fileWatches + object, to: files + place, as: .objectOfFile)
      case .signalQueue, .systemAttribute, .regularFile, .null, .directory, .endlessDevice, .randomDevice,
        .silentSystemFile, .path:
        break
      }
      graph.say(hash, of: files + place)
    }
  }

  private func combine(_ timer: Timer, into hash: inout StateHash) {
    hash.combine(timer.ticks)
    guard let deadline = timer.deadline else { return }
    hash.combine(deadline &- kernel.now)
    hash.combine(timer.interval)
  }

  mutating func addObjects() {
    for (place, pipe) in kernel.pipes.slots.enumerated() where pipe.readQueue != nowhere {
      add(pipe, pipes + place)
    }
    for (place, socket) in kernel.unixSockets.slots.enumerated() where socket.queue != nowhere {
      add(socket, unixSockets + place)
    }
    for (place, socket) in kernel.internetSockets.slots.enumerated() where socket.queue != nowhere {
      add(socket, internetSockets + place)
    }
    for (place, terminal) in kernel.terminals.slots.enumerated() where terminal.readQueue != nowhere {
      add(terminal, terminals + place)
    }
    for (place, watch) in kernel.fileWatches.slots.enumerated() where watch.queue != nowhere {
      var hash = StateHash(Topic.fileWatch.rawValue)
      hash.combine(watch.unread.rawValue)
      hash.combine(watch.isNotifierDead)
      hash.combine(watch.isFileDead)
      graph.say(hash, of: fileWatches + place)
    }
  }

  private mutating func add(_ pipe: Pipe, _ node: StateGraph.Node) {
    var hash = StateHash(Topic.pipe.rawValue)
    hash.combine(pipe.readers)
    hash.combine(pipe.writers)
    hash.combine(pipe.isFIFO)
    hash.combine(pipe.wasPolled)
    for page in packets(in: pipe.queue) {
      hash.combine(page.length)
      // How much more fits into the last page.
      if page.next == nowhere { hash.combine(page.offset + page.length) }
    }
    graph.say(hash, of: node)
  }

  private mutating func add(_ socket: UnixSocket, _ node: StateGraph.Node) {
    var hash = StateHash(Topic.unixSocket.rawValue)
    hash.combine(socket.kind.rawValue)
    hash.combine(socket.isDead)
    defer { graph.say(hash, of: node) }
    // Of a closed one nothing else is ever asked.
    guard !socket.isDead else { return }
    hash.combine(socket.state.rawValue)
    hash.combine(socket.shut.rawValue)
    hash.combine(socket.error?.code ?? 0)
    hash.combine(socket.charged)
    hash.combine(socket.lowWater)
    hash.combine(socket.backlog)
    if socket.peer != nowhere { graph.connect(node, to: unixSockets + Int(socket.peer), as: .peer) }
    for (position, packet) in packets(in: socket.received).enumerated() {
      hash.combine(Int(packet.size) << 32 | Int(packet.length))
      if packet.owner != nowhere, packet.owner != socket.peer {
        graph.connect(node, to: unixSockets + Int(packet.owner), as: .sender, at: position)
      }
      if packet.file != nowhere {
        graph.connect(node, to: files + Int(packet.file), as: .sentFile, at: position)
      }
      if packet.connection != nowhere {
        let connection = unixSockets + Int(packet.connection)
        graph.connect(node, to: connection, as: .waitingConnection, at: position)
      }
    }
  }

  private mutating func add(_ socket: InternetSocket, _ node: StateGraph.Node) {
    var hash = StateHash(Topic.internetSocket.rawValue)
    hash.combine(socket.kind.rawValue)
    hash.combine(socket.isDead)
    hash.combine(socket.state.rawValue)
    hash.combine(socket.sentEnd)
    hash.combine(socket.hasEnd)
    defer { graph.say(hash, of: node) }
    if socket.peer != nowhere { graph.connect(node, to: internetSockets + Int(socket.peer), as: .peer) }
    guard !socket.isDead else { return }
    hash.combine(socket.shut.rawValue)
    hash.combine(socket.error?.code ?? 0)
    hash.combine(socket.wasUsed)
    hash.combine(socket.attempt.rawValue)
    hash.combine(socket.bytes)
    hash.combine(socket.urgent.rawValue)
    if socket.urgent != .none { hash.combine(socket.urgentOffset) }
    hash.combine(socket.isUrgentInline)
    hash.combine(socket.lowWater)
    hash.combine(socket.resetsAtEnd)
    hash.combine(socket.isFull)
    hash.combine(socket.isPartlyDrained)
    hash.combine(socket.backlog)
    hash.combine(socket.queuesErrors)
    hash.combine(socket.queuedErrors)
    for (position, packet) in packets(in: socket.received).enumerated() {
      hash.combine(packet.length)
      if packet.connection != nowhere {
        let connection = internetSockets + Int(packet.connection)
        graph.connect(node, to: connection, as: .waitingConnection, at: position)
      }
    }
  }

  private mutating func add(_ terminal: Pseudoterminal, _ node: StateGraph.Node) {
    var hash = StateHash(Topic.terminal.rawValue)
    hash.combine(terminal.isMaster)
    hash.combine(terminal.isDead)
    hash.combine(terminal.isAlone)
    hash.combine(terminal.isHungUp)
    hash.combine(terminal.bytes)
    hash.combine(terminal.takesLines)
    hash.combine(terminal.line)
    graph.say(hash, of: node)
    graph.connect(node, to: terminals + Int(terminal.peer), as: .peer)
  }

  private func packets(in queue: PacketQueue) -> [Packet] {
    guard !queue.isEmpty else { return [] }
    var result: [Packet] = []
    result.reserveCapacity(Int(queue.count))
    var place = queue.first
    while place != nowhere {
      result.append(kernel.packets[place])
      place = kernel.packets[place].next
    }
    return result
  }
}
