extension ModelKernel {
  /// Opens a new FIFO (mkfifo(3)) without blocking, first for reading, then for writing.
  ///
  /// - Parameter number: the number to open the read end at; nil takes the lowest free one.
  /// - Returns: The descriptors of both ends.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openFIFO(at number: CInt? = nil) throws(ModelError) -> (read: CInt, write: CInt) {
    let ends = try openPipe(at: number)
    let reader = try file(of: ends.read)
    let pipe = files[reader].object
    pipes[pipe].isFIFO = true
    files[reader].writersBefore = pipes[pipe].writerCount
    pipes[pipe].writerCount += 1
    return ends
  }

  /// Opens a pipe or FIFO once more for reading (open(2) of /proc/self/fd/N), without blocking.
  ///
  /// The first reader wakes those who wait to read, and nobody else. Source: `fifo_open` in fs/pipe.c.
  ///
  /// - Parameters:
  ///   - descriptor: any end of it.
  ///   - number: the number to open the new end at; nil takes the lowest free one.
  /// - Returns: The new end's descriptor.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/tooManyFiles``, and ``ModelError/invalidArgument``
  ///   for what is no pipe.
  public mutating func openReader(of descriptor: CInt, at number: CInt? = nil) throws(ModelError) -> CInt {
    let pipe = try self.pipe(of: descriptor)
    var reader = OpenFile(kind: .pipeReader, object: pipe)
    if pipes[pipe].isFIFO, pipes[pipe].writers == 0 {
      cover(.fifoReaderBeforeWriters)
      reader.writersBefore = pipes[pipe].writerCount
    }
    pipes[pipe].readers += 1
    if pipes[pipe].readers == 1 {
      cover(.fifoReadersBack)
      wakeAll(pipes[pipe].readQueue)
    }
    return install(files.add(reader), at: number)
  }

  /// Opens a pipe or FIFO once more for writing (open(2) of /proc/self/fd/N), without blocking.
  ///
  /// The first writer ends the readers' hangup, and wakes those who wait to read. Source: `fifo_open` in
  /// fs/pipe.c.
  ///
  /// - Parameters:
  ///   - descriptor: any end of it.
  ///   - number: the number to open the new end at; nil takes the lowest free one.
  /// - Returns: The new end's descriptor.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/tooManyFiles``, ``ModelError/noPartner`` for a FIFO
  ///   that nobody has open for reading, and ``ModelError/invalidArgument`` for what is no pipe.
  public mutating func openWriter(of descriptor: CInt, at number: CInt? = nil) throws(ModelError) -> CInt {
    let pipe = try self.pipe(of: descriptor)
    guard !pipes[pipe].isFIFO || pipes[pipe].readers > 0 else {
      throw refusal(.noPartner, by: .fifoWriterRefused)
    }
    pipes[pipe].writerCount &+= 1
    pipes[pipe].writers += 1
    if pipes[pipe].writers == 1 {
      cover(.fifoWritersBack)
      wakeAll(pipes[pipe].readQueue)
    }
    return install(files.add(OpenFile(kind: .pipeWriter, object: pipe)), at: number)
  }

  private func pipe(of descriptor: CInt) throws(ModelError) -> Place {
    let file = try self.file(of: descriptor)
    guard [.pipeReader, .pipeWriter].contains(files[file].kind) else { throw .invalidArgument }
    try checkRoom(1)
    return files[file].object
  }
}
