/// The process's one signal that signalfds of the model are for, and their one queue (`signalfd_wqh`).
struct SignalQueue: Sendable {
  var isPending = false
  var queue = nowhere
}

extension ModelKernel {
  /// Opens a descriptor for a blocked signal (signalfd(2)).
  ///
  /// All of a process show the same signal.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openSignalQueue(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    return install(files.add(OpenFile(kind: .signalQueue, object: nowhere)), at: number)
  }

  /// Sends the signal to the process.
  ///
  /// A signal that is pending already is not sent again, and nobody is woken.
  ///
  /// Source: `__send_signal_locked` in kernel/signal.c, `signalfd_notify`.
  public mutating func raiseSignal() {
    guard !signals.isPending else { return cover(.signalPendingAlready) }
    cover(.signalRaised)
    signals.isPending = true
    wake(signals.queue, key: .everything)
  }

  /// Sends the process a signal that no signalfd is for: those who watch signalfds are woken all the same.
  ///
  /// Source: `signalfd_notify` in include/linux/signalfd.h, which does not look at the signal.
  public mutating func raiseOtherSignal() {
    wake(signals.queue, key: .everything)
  }

  /// Has such signals come at times that nobody knows.
  public mutating func expectOtherSignals() {
    markPossible(signals.queue, key: .everything)
  }
}
