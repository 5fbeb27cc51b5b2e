/// A pipe or FIFO: a ring of pages (`struct pipe_inode_info`).
struct Pipe: ArenaElement, Sendable {
  static let pageSize = 4096
  static let pages = 16

  /// The pages in use.
  var queue = PacketQueue()
  /// The open files of each end.
  var readers: Int32 = 1
  var writers: Int32 = 1
  /// The writers that there ever were, and one (`w_counter`).
  var writerCount: UInt32 = 1
  var isFIFO = false
  /// The pipe was polled at least once: from then on every write wakes (`poll_usage`).
  var wasPolled = false
  var readQueue = nowhere
  var writeQueue = nowhere
  var nextFree = nowhere

  static let blank = Pipe()
}

extension ModelKernel {
  /// Opens a pipe of 16 pages (pipe2(2)).
  ///
  /// - Parameter number: the number to open the read end at; nil takes the lowest free one.
  /// - Returns: The descriptors of both ends.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openPipe(at number: CInt? = nil) throws(ModelError) -> (read: CInt, write: CInt) {
    try checkRoom(2)
    let pipe = pipes.add(Pipe())
    pipes[pipe].readQueue = makeQueue(.pipeReader, pipe, .readers)
    pipes[pipe].writeQueue = makeQueue(.pipeWriter, pipe, .writers)
    let reader = install(files.add(OpenFile(kind: .pipeReader, object: pipe)), at: number)
    return (reader, install(files.add(OpenFile(kind: .pipeWriter, object: pipe)), at: nil))
  }

  /// The bytes that fit into pages that are not in use.
  ///
  /// A page counts as used as long as one of its bytes is unread. Source: `pipe_full` in
  /// include/linux/pipe_fs_i.h.
  private func room(in pipe: Place) -> Int {
    guard rules.contains(.pipePageGranularity) else {
      return Pipe.pages * Pipe.pageSize - pipes[pipe].queue.bytes
    }
    return (Pipe.pages - Int(pipes[pipe].queue.count)) * Pipe.pageSize
  }

  /// Source: `pipe_poll` in fs/pipe.c.
  ///
  /// A reader that was opened when nobody wrote is not hung up until somebody has written and gone.
  func pipeMask(_ file: Place) -> EventMask {
    let pipe = files[file].object
    var mask: EventMask = []
    if files[file].kind == .pipeReader {
      if !pipes[pipe].queue.isEmpty { mask = .anyRead }
      if pipes[pipe].writers == 0, files[file].writersBefore != pipes[pipe].writerCount {
        mask.insert(.hangup)
      }
    } else {
      if room(in: pipe) > 0 { mask = .anyWrite }
      if pipes[pipe].readers == 0 { mask.insert(.error) }
    }
    return mask
  }

  /// Readers are woken if the pipe was empty, or if it was ever polled, be anything written or not.
  ///
  /// Source: `anon_pipe_write` in fs/pipe.c.
  mutating func writePipe(_ pipe: Place, _ count: Int) throws(ModelError) -> Int {
    guard count > 0 else { return 0 }
    var written = 0
    var wasEmpty = false
    if pipes[pipe].readers > 0 {
      wasEmpty = pipes[pipe].queue.isEmpty
      written = mergeIntoLastPage(of: pipe, count)
      var space = room(in: pipe)
      while written < count, space > 0 {
        let length = min(count - written, Pipe.pageSize, space)
        pipes[pipe].queue.append(Packet(length: Int32(length)), in: &packets)
        written += length
        space = room(in: pipe)
      }
    }
    if wasEmpty || pipes[pipe].wasPolled {
      cover(wasEmpty ? .pipeWrittenWhenEmpty : .pipeWrittenWhenPolled)
      wake(pipes[pipe].readQueue, key: .anyRead)
    } else {
      cover(.pipeWrittenUnnoticed)
    }
    if written > 0 { return written }
    throw pipes[pipe].readers > 0
      ? refusal(.wouldBlock, by: .pipeFullRefused) : refusal(.brokenPipe, by: .pipeWithoutReaderRefused)
  }

  /// What is over a whole number of pages goes to the last page in use if it fits there as a whole.
  private mutating func mergeIntoLastPage(of pipe: Place, _ count: Int) -> Int {
    let rest = count % Pipe.pageSize
    let last = pipes[pipe].queue.last
    guard rest > 0, last != nowhere else { return 0 }
    let end = Int(packets[last].offset + packets[last].length)
    guard end + rest <= Pipe.pageSize else { return 0 }
    cover(.pipePageFilledUp)
    packets[last].length += Int32(rest)
    pipes[pipe].queue.bytes += rest
    return rest
  }

  /// Writers are woken if the pipe was full and a page was freed.
  ///
  /// Source: `anon_pipe_read` in fs/pipe.c.
  mutating func readPipe(_ pipe: Place, _ count: Int) throws(ModelError) -> Int {
    guard count > 0 else { return 0 }
    var taken = 0
    var freesRoom = false
    while taken < count, !pipes[pipe].queue.isEmpty {
      let wasFull = room(in: pipe) <= 0
      let length = min(Int32(clamping: count - taken), packets[pipes[pipe].queue.first].length)
      if pipes[pipe].queue.consume(length, in: &packets) {
        _ = pipes[pipe].queue.removeFirst(in: &packets)
      }
      if wasFull {
        if room(in: pipe) > 0 { freesRoom = true } else { cover(.pipePageNotFreed) }
      }
      taken += Int(length)
    }
    if freesRoom {
      cover(.pipePageFreed)
      wake(pipes[pipe].writeQueue, key: .anyWrite)
    }
    guard taken == 0, pipes[pipe].writers > 0 else {
      if taken == 0 { cover(.pipeEndRead) }
      return taken
    }
    throw .wouldBlock
  }

  /// When one end has nobody left and the other has, all are woken.
  ///
  /// Source: `pipe_release` in fs/pipe.c.
  mutating func releasePipe(_ pipe: Place, isReader: Bool) {
    if isReader { pipes[pipe].readers -= 1 } else { pipes[pipe].writers -= 1 }
    let (readers, writers) = (pipes[pipe].readers, pipes[pipe].writers)
    if isReader ? readers > 0 : writers > 0 { cover(.pipeEndStaysOpen) }
    if (readers == 0) != (writers == 0) {
      cover(readers == 0 ? .pipeReadersGone : .pipeWritersGone)
      wakeAll(pipes[pipe].readQueue)
      wakeAll(pipes[pipe].writeQueue)
    }
    guard readers == 0, writers == 0, canForget(pipes[pipe].readQueue, pipes[pipe].writeQueue) else { return }
    while !pipes[pipe].queue.isEmpty { _ = pipes[pipe].queue.removeFirst(in: &packets) }
    queues.remove(pipes[pipe].readQueue)
    queues.remove(pipes[pipe].writeQueue)
    pipes.remove(pipe)
  }
}
