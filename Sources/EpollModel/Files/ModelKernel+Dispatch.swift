extension ModelKernel {
  /// Whether a kind can be waited for (`file_can_poll`).
  func canPoll(_ kind: ModelFileKind) -> Bool {
    switch kind {
    case .regularFile, .watchedFile, .null, .directory, .endlessDevice, .silentSystemFile, .path: false
    default: true
    }
  }

  /// Whether nobody is left in a queue, so that its object can be forgotten.
  ///
  /// With all rules in force nobody is.
  func canForget(_ first: Place, _ second: Place = nowhere) -> Bool {
    !isWatched(first) && (second == nowhere || !isWatched(second))
  }

  /// The wait queues that a file's poll adds its caller to, in this order; one or two.
  func queues(of file: Place) -> (Place, Place) {
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader: return (pipes[object].readQueue, nowhere)
    case .pipeWriter: return (pipes[object].writeQueue, nowhere)
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener:
      return (unixSockets[object].queue, nowhere)
    case .tcp, .tcpListener, .udp: return (internetSockets[object].queue, nowhere)
    case .counter: return (counters[object].queue, nowhere)
    case .timer: return (timers[object].queue, nowhere)
    case .signalQueue: return (signals.queue, nowhere)
    case .process: return (processes[object].queue, nowhere)
    case .terminalMaster, .terminalSlave: return (terminals[object].readQueue, terminals[object].writeQueue)
    case .notifier: return (fileWatches[object].queue, nowhere)
    case .epoll: return (instances[object].pollQueue, nowhere)
    case .mounts, .hostname, .systemAttribute: return (systemFiles[object].queue, nowhere)
    // Its one queue is for the system's start (`crng_init_wait`), and there for the caller alone.
    case .randomDevice: return (object, nowhere)
    case .regularFile, .watchedFile, .null, .directory, .endlessDevice, .silentSystemFile, .path:
      preconditionFailure("files that cannot be polled have no queue")
    }
  }

  /// What holds of a file, without a change to it.
  func mask(of file: Place, requested: EventMask) -> EventMask {
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader, .pipeWriter: return pipeMask(file)
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener:
      return unixMask(object, requested: requested)
    case .tcp: return connectionMask(object)
    case .tcpListener: return listenerMask(object)
    case .udp: return udpMask(object)
    case .counter: return counterMask(object)
    case .timer: return timers[object].ticks > 0 ? .readable : []
    case .signalQueue: return signals.isPending ? .readable : []
    case .process: return processMask(object)
    case .terminalMaster, .terminalSlave: return terminalMask(object)
    case .notifier: return fileWatches[object].unread == .nothing ? [] : .anyRead
    case .epoll: return hasEvent(object) ? .anyRead : []
    case .mounts, .hostname, .systemAttribute: return systemFileMask(object)
    case .randomDevice: return .anyRead
    case .regularFile, .watchedFile, .null, .directory, .endlessDevice, .silentSystemFile, .path:
      return .anyRead.union(.anyWrite)
    }
  }

  /// Asks a file what holds, as the kernel's own callers do (`vfs_poll`), with what that changes in the file.
  mutating func poll(file: Place, requested: EventMask) -> EventMask {
    let object = files[file].object
    switch files[file].kind {
    case .epoll: return pollInstance(object)
    case .pipeReader, .pipeWriter: pipes[object].wasPolled = true
    case .mounts, .hostname: return pollSystemFile(object)
    case .systemAttribute: cover(.attributePolled)
    default: break
    }
    return mask(of: file, requested: requested)
  }

  /// The last reference to a file is gone.
  mutating func release(_ file: Place) {
    let object = files[file].object
    switch files[file].kind {
    case .pipeReader: releasePipe(object, isReader: true)
    case .pipeWriter: releasePipe(object, isReader: false)
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener: releaseUnix(object)
    case .tcp, .tcpListener, .udp: releaseInternet(object)
    case .counter: releaseCounter(object)
    case .timer: releaseTimer(object)
    case .signalQueue, .regularFile, .null, .directory, .endlessDevice, .silentSystemFile, .path: break
    case .randomDevice: if canForget(object) { queues.remove(object) }
    case .notifier: releaseNotifier(object)
    case .watchedFile: releaseWatchedFile(object)
    case .process: releaseProcess(object)
    case .terminalMaster, .terminalSlave: releaseTerminal(object)
    case .epoll: releaseInstance(object)
    case .mounts, .hostname, .systemAttribute: releaseSystemFile(object)
    }
  }

  /// Source: `ep_clear_and_put` in fs/eventpoll.c.
  private mutating func releaseInstance(_ instance: Place) {
    wake(instances[instance].pollQueue, key: .readable)
    while instances[instance].tree.root != nowhere {
      cover(.instanceClosedWithWatches)
      remove(instances[instance].tree.root)
    }
    guard canForget(instances[instance].pollQueue) else { return }
    queues.remove(instances[instance].waitQueue)
    queues.remove(instances[instance].pollQueue)
    instances.remove(instance)
  }
}
