extension ModelKernel {
  /// Writes until nothing more fits, in pieces of a page, or as a counter's greatest value at once.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: the kernel's refusal, but not ``ModelError/wouldBlock``, which ends it; a counter that is not
  ///   0 refuses with it.
  public mutating func fill(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    let object = files[file].object
    switch files[file].kind {
    case .counter: return try addToCounter(object, .max - 1)
    case .tcp:
      guard !internetSockets[object].isFull else { return }
      return try fillConnection(object)
    // Nothing makes these full.
    case .udp, .terminalMaster, .terminalSlave, .regularFile, .watchedFile, .null:
      _ = try write(descriptor, 4096)
      return
    default: break
    }
    while true {
      do {
        _ = try write(descriptor, 4096)
      } catch .wouldBlock {
        return
      }
    }
  }

  /// Reads until nothing is left or the stream has ended, in pieces of 64 KiB, and asks poll(2) before each.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: the kernel's refusal, but neither ``ModelError/wouldBlock`` nor
  ///   ``ModelError/connectionReset``, which end it.
  public mutating func drain(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    let kind = files[file].kind
    let endsAtNothing = kind != .unixDatagram && kind != .udp && kind != .counter
    if kind == .counter, counters[files[file].object].isSemaphore {
      // Of 2^64 reads all between the first and the last are alike.
      counters[files[file].object].value = min(counters[files[file].object].value, 3)
    }
    while true {
      guard !(try poll(descriptor, .readable)).isEmpty else { return }
      do {
        let count = try read(descriptor, 65_536)
        if count == 0, endsAtNothing { return }
        // What has no end is read once, and so is what the model does not know the length of.
        if kind == .endlessDevice || kind == .randomDevice || kind == .silentSystemFile { return }
      } catch .wouldBlock {
        return
      } catch .connectionReset {
        return
      }
    }
  }
}
