internal import EpollModel
internal import EventLoopAPI

/// The objects of a scenario in the model: what `ObjectTable` is to the kernel.
struct ModelObjects {
  /// An object by its name.
  struct Object {
    /// Its descriptor's number, which stays known after it is closed.
    var descriptor: CInt
    var isOpen = true
  }

  private(set) var objects: [String: Object] = [:]

  /// Why a step could not be done.
  enum Failure: Error {
    case refused(ModelError)
    case other(String)

    var outcome: Outcome {
      switch self {
      case .refused(let error): .word(error.name)
      case .other(let text): .word(text)
      }
    }
  }

  func find(_ name: String) throws(Failure) -> CInt {
    guard let object = objects[name] else { throw .other("not opened") }
    return object.descriptor
  }

  /// An object that is not closed: the number of one that is may stand for something else by now.
  func findOpen(_ name: String) throws(Failure) -> CInt {
    let descriptor = try find(name)
    guard objects[name]?.isOpen == true else { throw .refused(.badDescriptor) }
    return descriptor
  }

  func name(of descriptor: CInt) -> String? {
    objects.first { $0.value.descriptor == descriptor && $0.value.isOpen }?.key
  }

  mutating func add(_ name: String, _ descriptor: CInt) {
    objects[name] = Object(descriptor: descriptor)
  }

  mutating func markClosed(_ name: String) {
    objects[name]?.isOpen = false
  }

  /// A call of the model's, whose refusal is the step's.
  static func call<Result>(_ body: () throws(ModelError) -> Result) throws(Failure) -> Result {
    do throws(ModelError) {
      return try body()
    } catch {
      throw .refused(error)
    }
  }
}

extension ModelObjects {
  /// Opens what an `open` step names.
  mutating func open(
    _ names: [String], _ kind: ObjectKind, _ options: OpenOptions, in kernel: inout ModelKernel
  ) throws(Failure) {
    let source = try kind.source.map { (name) throws(Failure) in try findOpen(name) } ?? -1
    var number: CInt?
    if let reusing = options.reusing {
      guard let former = objects[reusing] else { throw .other("not opened") }
      guard !former.isOpen else { throw .other("\(reusing) is still open") }
      guard self.name(of: former.descriptor) == nil else {
        throw .other("the number of \(reusing) is taken")
      }
      number = former.descriptor
    }
    let descriptors: [CInt]
    do throws(ModelError) {
      switch kind {
      case .dup: descriptors = [try kernel.duplicate(source, at: number)]
      case .fifoReader: descriptors = [try kernel.openReader(of: source, at: number)]
      case .fifoWriter: descriptors = [try kernel.openWriter(of: source, at: number)]
      case .plain(let plain):
        descriptors = try Self.open(plain, options, at: number, in: &kernel)
      }
      if options.isBlocking {
        for descriptor in descriptors { try kernel.setBlocking(descriptor, true) }
      }
    } catch {
      throw .refused(error)
    }
    for (name, descriptor) in zip(names, descriptors) { add(name, descriptor) }
  }

  private static func open(
    _ kind: ObjectKind.Plain, _ options: OpenOptions, at number: CInt?, in kernel: inout ModelKernel
  ) throws(ModelError) -> [CInt] {
    switch kind {
    case .pipe: pair(try kernel.openPipe(at: number))
    case .fifo: pair(try kernel.openFIFO(at: number))
    case .unixStream: pair(try kernel.openSocketPair(.stream, at: number))
    case .unixDatagram: pair(try kernel.openSocketPair(.datagram, at: number))
    case .unixSeqpacket: pair(try kernel.openSocketPair(.seqpacket, at: number))
    case .tcp: pair(try kernel.openTCPPair(at: number))
    case .udp: pair(try kernel.openUDPPair(at: number))
    case .pty: pair(try kernel.openPseudoterminal(isCanonical: options.isCanonical, at: number))
    case .inotify: pair(try kernel.openFileWatch(at: number))
    case .udpSocket: [try kernel.openUDPSocket(at: number)]
    case .unixListener: [try kernel.openUnixListener(at: number)]
    case .unixSocket: [try kernel.openUnixSocket(at: number)]
    case .tcpListener: [try kernel.openTCPListener(at: number)]
    case .tcpSocket: [try kernel.openTCPSocket(at: number)]
    case .tcpConnecting: [try kernel.openTCPConnecting(at: number)]
    case .eventfd:
      [
        try kernel.openCounter(
          initial: UInt32(clamping: options.initial), isSemaphore: options.isSemaphore, at: number)
      ]
    case .timerfd: [try kernel.openTimer(at: number)]
    case .signalfd: [try kernel.openSignalQueue(at: number)]
    case .pidfd: [try kernel.openEndedProcess(at: number)]
    case .epoll: [try kernel.makeEpoll(at: number)]
    case .file: [try kernel.openRegularFile(at: number)]
    case .null: [try kernel.openNull(at: number)]
    case .directory: [try kernel.openPlainFile(.directory, at: number)]
    case .random: [try kernel.openPlainFile(.randomDevice, at: number)]
    case .urandom: [try kernel.openPlainFile(.endlessDevice, at: number)]
    case .status: [try kernel.openPlainFile(.silentSystemFile, at: number)]
    case .path: [try kernel.openPlainFile(.path, at: number)]
    case .mounts: [try kernel.openMounts(at: number)]
    case .hostname: [try kernel.openHostname(at: number)]
    case .sysfs: [try kernel.openSystemAttribute(at: number)]
    }
  }

  private static func pair(_ ends: (CInt, CInt)) -> [CInt] { [ends.0, ends.1] }
}
