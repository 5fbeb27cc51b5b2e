/// A child process that has ended, by its pidfd (`struct pid`).
struct ProcessHandle: ArenaElement, Sendable {
  var isReaped = false
  var queue = nowhere
  var nextFree = nowhere

  static let blank = ProcessHandle()
}

extension ModelKernel {
  /// Opens a handle of a child process that has ended and was not waited for (pidfd_open(2)).
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openEndedProcess(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    let process = processes.add(ProcessHandle())
    processes[process].queue = makeQueue(.process, process)
    // SIGCHLD wakes the signals' queue too, unless the process ignores it.
    markPossible(signals.queue, key: .everything)
    return install(files.add(OpenFile(kind: .process, object: process)), at: number)
  }

  /// Waits for the process that has ended (waitid(2)), which wakes all who watch it.
  ///
  /// Source: `__change_pid` in kernel/pid.c.
  ///
  /// - Parameter descriptor: the handle.
  /// - Throws: ``ModelError/badDescriptor``, for another kind too; ``ModelError/noChild`` if it was waited
  ///   for already.
  public mutating func reap(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .process else { throw .badDescriptor }
    guard !processes[files[file].object].isReaped else {
      throw refusal(.noChild, by: .secondReapRefused)
    }
    cover(.processReaped)
    processes[files[file].object].isReaped = true
    wakeAll(processes[files[file].object].queue)
  }

  /// Source: `pidfd_poll` in fs/pidfs.c.
  func processMask(_ process: Place) -> EventMask {
    processes[process].isReaped ? [.readable, .readNormal, .hangup] : .anyRead
  }

  mutating func releaseProcess(_ process: Place) {
    guard canForget(processes[process].queue) else { return }
    queues.remove(processes[process].queue)
    processes.remove(process)
  }
}
