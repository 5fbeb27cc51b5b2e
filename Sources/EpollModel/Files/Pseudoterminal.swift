/// One end of a pseudoterminal (`struct tty_struct`).
struct Pseudoterminal: ArenaElement, Sendable {
  var isMaster = false
  var peer = nowhere
  var isDead = false
  /// The other end is closed (`TTY_OTHER_CLOSED`).
  var isAlone = false
  /// The master is closed, and the slave no terminal any more (`hung_up_tty_fops`).
  var isHungUp = false
  /// Unread bytes; in canonical mode those of lines that have ended.
  var bytes = 0
  /// It is in canonical mode, in which a line is read when it has ended (`ICANON`), and of the last one,
  /// which has not, so many bytes are there.
  var takesLines = false
  var line = 0
  var readQueue = nowhere
  var writeQueue = nowhere
  var nextFree = nowhere

  static let blank = Pseudoterminal()
}

extension ModelKernel {
  /// Opens a pseudoterminal in raw mode or in canonical mode without echo (pty(7), termios(3)).
  ///
  /// Neither how much fits is modelled, nor that one read takes no more than a line.
  ///
  /// - Parameters:
  ///   - isCanonical: whether the slave takes whole lines.
  ///   - number: the number to open the master at; nil takes the lowest free one.
  /// - Returns: Both descriptors.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openPseudoterminal(
    isCanonical: Bool = false, at number: CInt? = nil
  ) throws(ModelError) -> (master: CInt, slave: CInt) {
    try checkRoom(2)
    let master = terminals.add(Pseudoterminal(isMaster: true))
    let slave = terminals.add(Pseudoterminal(peer: master, takesLines: isCanonical))
    terminals[master].peer = slave
    for (end, kind) in [(master, ModelFileKind.terminalMaster), (slave, .terminalSlave)] {
      terminals[end].readQueue = makeQueue(kind, end, .readers)
      terminals[end].writeQueue = makeQueue(kind, end, .writers)
    }
    let descriptor = install(files.add(OpenFile(kind: .terminalMaster, object: master)), at: number)
    return (descriptor, install(files.add(OpenFile(kind: .terminalSlave, object: slave)), at: nil))
  }

  /// Source: `n_tty_poll` in drivers/tty/n_tty.c, `hung_up_tty_poll` in drivers/tty/tty_io.c.
  func terminalMask(_ place: Place) -> EventMask {
    let terminal = terminals[place]
    if terminal.isHungUp { return [.readable, .readNormal, .writable, .writeNormal, .error, .hangup] }
    var mask = EventMask.anyWrite
    if terminal.bytes > 0 { mask.formUnion(.anyRead) }
    if terminal.isAlone { mask.insert(.hangup) }
    return mask
  }

  /// A write wakes those who wait to write at the same end, since it held the lock, and the other end's
  /// readers.
  ///
  /// Source: `tty_write_unlock` in drivers/tty/tty_io.c, `n_tty_receive_buf_common` in drivers/tty/n_tty.c.
  mutating func writeTerminal(
    _ terminal: Place, _ count: Int, endsLine: Bool = false
  ) throws(ModelError) -> Int {
    guard !terminals[terminal].isHungUp else {
      throw refusal(.inputOutput, by: .terminalUsedWhenHungUp)
    }
    let peer = terminals[terminal].peer
    wake(terminals[terminal].writeQueue, key: .writable)
    // A master whose slave is closed writes to nobody.
    if terminals[peer].isDead { cover(.terminalWrittenToNobody) }
    guard count > 0, !terminals[peer].isDead else { return count }
    if terminals[peer].takesLines, !endsLine {
      terminals[peer].line += count
      return count
    }
    if terminals[peer].takesLines { cover(.lineEnded) }
    terminals[peer].bytes += terminals[peer].line + count
    terminals[peer].line = 0
    wake(terminals[peer].readQueue, key: .anyRead)
    return count
  }

  /// Writes the end of a line, one byte.
  ///
  /// - Parameter descriptor: an end of a pseudoterminal.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/notATerminal``, ``ModelError/inputOutput`` if it is
  ///   hung up.
  public mutating func endLine(_ descriptor: CInt) throws(ModelError) {
    let file = try self.file(of: descriptor)
    guard files[file].kind == .terminalMaster || files[file].kind == .terminalSlave else {
      throw .notATerminal
    }
    _ = try writeTerminal(files[file].object, 1, endsLine: true)
  }

  /// Reading tells the other end of room.
  ///
  /// Source: `n_tty_read` and `n_tty_check_unthrottle`.
  mutating func readTerminal(_ terminal: Place, _ count: Int) throws(ModelError) -> Int {
    guard count > 0 else { return 0 }
    if terminals[terminal].isHungUp {
      cover(.terminalUsedWhenHungUp)
      return 0
    }
    guard terminals[terminal].bytes > 0 else {
      throw terminals[terminal].isAlone ? .inputOutput : .wouldBlock
    }
    let taken = min(count, terminals[terminal].bytes)
    terminals[terminal].bytes -= taken
    let peer = terminals[terminal].peer
    if terminals[terminal].bytes > 128 { cover(.terminalRoomNotTold) }
    if !terminals[peer].isDead, terminals[terminal].bytes <= 128 {
      wake(terminals[peer].writeQueue, key: .writable)
    }
    return taken
  }

  /// Source: `pty_close` in drivers/tty/pty.c; the master's end hangs the slave up (`__tty_hangup`).
  mutating func releaseTerminal(_ terminal: Place) {
    let peer = terminals[terminal].peer
    terminals[terminal].isDead = true
    if !terminals[peer].isDead {
      cover(terminals[terminal].isMaster ? .terminalMasterClosed : .terminalSlaveClosed)
      terminals[peer].isAlone = true
      wake(terminals[peer].readQueue, key: .everything)
      wake(terminals[peer].writeQueue, key: .everything)
      if terminals[terminal].isMaster {
        terminals[peer].isHungUp = true
        wake(terminals[peer].writeQueue, key: .writable)
        wake(terminals[peer].readQueue, key: .readable)
      }
      return
    }
    for end in [terminal, peer] where canForget(terminals[end].readQueue, terminals[end].writeQueue) {
      queues.remove(terminals[end].readQueue)
      queues.remove(terminals[end].writeQueue)
      terminals.remove(end)
    }
  }
}
