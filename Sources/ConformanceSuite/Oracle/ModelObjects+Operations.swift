internal import EpollModel

extension ModelObjects {
  /// Does something to one object.
  mutating func perform(
    _ operation: ObjectOperation, on name: String, in kernel: inout ModelKernel
  ) -> Outcome {
    do throws(Failure) {
      let descriptor = try findOpen(name)
      let outcome: Outcome
      do throws(ModelError) {
        outcome = try Self.perform(operation, on: descriptor, in: &kernel)
      } catch {
        throw .refused(error)
      }
      if operation == .close || operation == .reset { markClosed(name) }
      return outcome
    } catch {
      return error.outcome
    }
  }

  private static func perform(
    _ operation: ObjectOperation, on descriptor: CInt, in kernel: inout ModelKernel
  ) throws(ModelError) -> Outcome {
    switch operation {
    case .write(let count): try write(count, to: descriptor, in: &kernel)
    case .read(let count): return try read(count, from: descriptor, in: &kernel)
    case .peek(let count): return try peek(count, at: descriptor, in: &kernel)
    case .drain: try kernel.drain(descriptor)
    case .fill: try kernel.fill(descriptor)
    case .shutdown(.read): try kernel.shutdown(descriptor, .read)
    case .shutdown(.write): try kernel.shutdown(descriptor, .write)
    case .shutdown(.both): try kernel.shutdown(descriptor, .both)
    case .close: try kernel.close(descriptor)
    case .reset: try kernel.reset(descriptor)
    case .refuse: try kernel.refuse(descriptor)
    case .sendUrgent: try kernel.sendUrgent(descriptor)
    case .readUrgent: try kernel.readUrgent(descriptor)
    case .takeError:
      if let error = try kernel.takeError(descriptor) { return .word(error.name) }
    case .setLowWater(let count): try kernel.setLowWater(descriptor, count)
    case .setUrgentInline: try kernel.setUrgentInline(descriptor)
    case .setErrorQueue: try kernel.queueErrors(descriptor)
    case .readError: return .word(try kernel.readQueuedError(descriptor).name)
    case .endLine: try kernel.endLine(descriptor)
    case .arm(let microseconds):
      // A span of zero would disarm it.
      let span = max(1, UInt64(clamping: microseconds) * 1000)
      try kernel.arm(descriptor, after: span)
      kernel.advance(by: span)
    case .raise: kernel.raiseSignal()
    case .reap: try kernel.reap(descriptor)
    // A mount and its end are two changes.
    case .change: try kernel.change(descriptor, times: try kernel.kind(of: descriptor) == .mounts ? 2 : 1)
    case .harvest: _ = try kernel.wait(descriptor, 64)
    case .mode: return .word(try kernel.isBlocking(descriptor) ? "blocking" : "nonblocking")
    }
    return .done
  }

  private static func write(
    _ count: Int, to descriptor: CInt, in kernel: inout ModelKernel
  ) throws(ModelError) {
    let kind = try kernel.kind(of: descriptor)
    if kind.isMessageBased {
      _ = try kernel.write(descriptor, count)
      return
    }
    var sent = 0
    while sent < count {
      sent += try kernel.write(descriptor, count - sent)
    }
  }

  private static func read(
    _ count: Int, from descriptor: CInt, in kernel: inout ModelKernel
  ) throws(ModelError) -> Outcome {
    let kind = try kernel.kind(of: descriptor)
    if kind.isMessageBased {
      try checkReadable(descriptor, in: &kernel)
      let received = try kernel.read(descriptor, max(count, 65_536))
      return received == 0 && kind == .unixSeqpacket ? .word("end") : .done
    }
    var received = 0
    while received < count {
      try checkReadable(descriptor, in: &kernel)
      let more = try kernel.read(descriptor, count - received)
      if more == 0 { return received == 0 ? .word("end") : .word("only \(received) bytes") }
      received += more
    }
    return .done
  }

  private static func peek(
    _ count: Int, at descriptor: CInt, in kernel: inout ModelKernel
  ) throws(ModelError) -> Outcome {
    let kind = try kernel.kind(of: descriptor)
    let seen = try kernel.peek(descriptor, kind.isMessageBased ? max(count, 65_536) : count)
    if kind.isMessageBased { return seen == 0 && kind == .unixSeqpacket ? .word("end") : .done }
    return seen == 0 ? .word("end") : seen < count ? .word("only \(seen) bytes") : .done
  }

  /// A scenario asks poll(2) before each read, which so never blocks.
  private static func checkReadable(
    _ descriptor: CInt, in kernel: inout ModelKernel
  ) throws(ModelError) {
    if try kernel.poll(descriptor, .readable).isEmpty { throw .wouldBlock }
  }
}

extension ModelFileKind {
  /// Whether a read takes a whole datagram or counter.
  fileprivate var isMessageBased: Bool {
    switch self {
    case .unixDatagram, .unixSeqpacket, .udp, .counter, .timer, .signalQueue, .notifier: true
    default: false
    }
  }
}
