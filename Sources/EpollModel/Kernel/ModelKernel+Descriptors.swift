extension ModelKernel {
  /// The lowest number that is given out.
  private static var firstNumber: CInt { 3 }

  /// The open file of a descriptor, as most calls see it: one that was opened with `O_PATH` is none
  /// (`fdget`).
  func file(of descriptor: CInt) throws(ModelError) -> Place {
    let file = try anyFile(of: descriptor)
    guard files[file].kind != .path else { throw .badDescriptor }
    return file
  }

  /// The open file of a descriptor, also of one that was opened with `O_PATH` (`fdget_raw`).
  func anyFile(of descriptor: CInt) throws(ModelError) -> Place {
    let index = Int(descriptor)
    guard index >= 0, index < descriptors.count, descriptors[index] != nowhere else {
      throw .badDescriptor
    }
    return descriptors[index]
  }

  /// Whether a descriptor is open.
  ///
  /// - Parameter descriptor: any number.
  public func isOpen(_ descriptor: CInt) -> Bool {
    (try? anyFile(of: descriptor)) != nil
  }

  /// Refuses to open more than the process may.
  func checkRoom(_ count: Int) throws(ModelError) {
    guard descriptorLimit < Int.max else { return }
    var free = descriptorLimit - Int(Self.firstNumber)
    for file in descriptors where file != nowhere { free -= 1 }
    guard free >= count else { throw .tooManyFiles }
  }

  /// Gives an open file a number: the lowest free one, or a chosen one, which is closed if it is open
  /// (dup2(2)).
  mutating func install(_ file: Place, at chosen: CInt?) -> CInt {
    var number = Int(chosen ?? Self.firstNumber)
    precondition(number >= 0, "a descriptor is not negative")
    if chosen == nil, !reusesNumbers {
      number = max(number, descriptors.count)
    } else if chosen == nil {
      while number < descriptors.count, descriptors[number] != nowhere { number += 1 }
    }
    while number >= descriptors.count { descriptors.append(nowhere) }
    let former = descriptors[number]
    descriptors[number] = file
    if former != nowhere { letGo(of: former) }
    return CInt(number)
  }

  /// Makes another descriptor for the same open file (dup(2), dup2(2)).
  ///
  /// - Parameters:
  ///   - descriptor: the descriptor to double.
  ///   - number: the new number, closed first if it is open; nil takes the lowest free one.
  /// - Returns: The new descriptor.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/tooManyFiles``.
  public mutating func duplicate(_ descriptor: CInt, at number: CInt? = nil) throws(ModelError) -> CInt {
    let file = try anyFile(of: descriptor)
    if let number, number == descriptor { return descriptor }
    try checkRoom(1)
    files[file].references += 1
    return install(file, at: number)
  }

  /// Closes a descriptor (close(2)).
  ///
  /// With the last one of an open file its epoll entries go, and then the file itself.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: ``ModelError/badDescriptor``.
  public mutating func close(_ descriptor: CInt) throws(ModelError) {
    let file = try anyFile(of: descriptor)
    descriptors[Int(descriptor)] = nowhere
    letGo(of: file)
  }

  /// Drops one reference to an open file, and with the last one the file.
  ///
  /// Source: `__fput` in fs/file_table.c: first `eventpoll_release`, then the file's own release.
  mutating func letGo(of file: Place) {
    files[file].references -= 1
    guard files[file].references == 0 else {
      if files[file].firstItem != nowhere { cover(.watchOutlivesDescriptor) }
      return
    }
    removeItems(of: file)
    release(file)
    if files[file].firstItem == nowhere { files.remove(file) }
  }

  /// Source: `eventpoll_release_file` in fs/eventpoll.c.
  private mutating func removeItems(of file: Place) {
    guard rules.contains(.removalOnLastClose) else { return }
    while files[file].firstItem != nowhere {
      let item = files[file].firstItem
      cover(.watchesEndedByLastClose)
      note(item) { .removed($0) }
      remove(item)
    }
  }

  /// Whether reads and writes of a descriptor's open file may block, as a program sees it in `O_NONBLOCK`.
  ///
  /// The model itself never blocks.
  ///
  /// - Parameter descriptor: the descriptor.
  /// - Throws: ``ModelError/badDescriptor``.
  public func isBlocking(_ descriptor: CInt) throws(ModelError) -> Bool {
    files[try anyFile(of: descriptor)].isBlocking
  }

  /// Sets whether reads and writes of a descriptor's open file may block; nothing else changes by it.
  ///
  /// - Parameters:
  ///   - descriptor: the descriptor.
  ///   - isBlocking: whether they may.
  /// - Throws: ``ModelError/badDescriptor``.
  public mutating func setBlocking(_ descriptor: CInt, _ isBlocking: Bool) throws(ModelError) {
    files[try self.file(of: descriptor)].isBlocking = isBlocking
  }
}
