/// A file in which the kernel shows something of the system.
struct SystemFile: ArenaElement, Sendable {
  var kind = ModelFileKind.mounts
  /// What it shows has changed since it was polled last (`poll_event`, `private_data`).
  var hasChanged = false
  /// One for all files that change together: the namespace's, or the table's (`ns->poll`, `table->poll`).
  var queue = nowhere
  var nextFree = nowhere

  static let blank = SystemFile()
}

extension ModelKernel {
  /// Opens /proc/self/mounts.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openMounts(at number: CInt? = nil) throws(ModelError) -> CInt {
    try openSystemFile(.mounts, at: number)
  }

  /// Opens /proc/sys/kernel/hostname.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openHostname(at number: CInt? = nil) throws(ModelError) -> CInt {
    try openSystemFile(.hostname, at: number)
  }

  /// Opens an attribute of sysfs, which is never read.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openSystemAttribute(at number: CInt? = nil) throws(ModelError) -> CInt {
    try openSystemFile(.systemAttribute, at: number)
  }

  /// Opens a regular file, which cannot be waited for.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openRegularFile(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    return install(files.add(OpenFile(kind: .regularFile, object: nowhere)), at: number)
  }

  /// Opens /dev/null, which cannot be waited for.
  ///
  /// - Parameter number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openNull(at number: CInt? = nil) throws(ModelError) -> CInt {
    try checkRoom(1)
    return install(files.add(OpenFile(kind: .null, object: nowhere)), at: number)
  }

  /// Opens something that the model knows no more of than whether it can be waited for.
  ///
  /// - Parameters:
  ///   - kind: `directory`, `endlessDevice`, `silentSystemFile`, `randomDevice` or `path`.
  ///   - number: the number to open it at; nil takes the lowest free one.
  /// - Returns: Its descriptor.
  /// - Throws: ``ModelError/tooManyFiles``; ``ModelError/invalidArgument`` for another kind.
  public mutating func openPlainFile(_ kind: ModelFileKind, at number: CInt? = nil) throws(ModelError) -> CInt
  {
    try checkRoom(1)
    switch kind {
    case .directory, .endlessDevice, .silentSystemFile, .path:
      // A descriptor that only names a file shows no flags.
      let file = files.add(OpenFile(kind: kind, object: nowhere, isBlocking: kind == .path))
      return install(file, at: number)
    case .randomDevice:
      return install(files.add(OpenFile(kind: kind, object: makeQueue(kind, nowhere))), at: number)
    default: throw .invalidArgument
    }
  }

  private mutating func openSystemFile(
    _ kind: ModelFileKind, at number: CInt?
  ) throws(ModelError) -> CInt {
    try checkRoom(1)
    let place = systemFiles.add(SystemFile(kind: kind))
    let other = systemFilesInUse(of: kind).first { $0 != place && kind != .systemAttribute }
    systemFiles[place].queue = other.map { systemFiles[$0].queue } ?? makeQueue(kind, place)
    return install(files.add(OpenFile(kind: kind, object: place)), at: number)
  }

  /// Changes what a file of /proc shows, and with it all others of its kind.
  ///
  /// - Parameters:
  ///   - descriptor: `mounts` or `hostname`.
  ///   - times: the changes that this makes; a mount and an unmount are two.
  /// - Throws: ``ModelError/badDescriptor``, ``ModelError/invalidArgument`` for other kinds.
  public mutating func change(_ descriptor: CInt, times: Int = 1) throws(ModelError) {
    // touch_mnt_namespace in fs/namespace.c, proc_sys_poll_notify in fs/proc/proc_sysctl.c
    let file = try self.file(of: descriptor)
    let kind = files[file].kind
    guard kind == .mounts || kind == .hostname else { throw .invalidArgument }
    cover(.systemFileChanged)
    for place in systemFilesInUse(of: kind) { systemFiles[place].hasChanged = true }
    for _ in 0..<times { wake(systemFiles[files[file].object].queue, key: .everything) }
  }

  private func systemFilesInUse(of kind: ModelFileKind) -> [Place] {
    (0..<Place(systemFiles.capacity)).filter {
      systemFiles[$0].kind == kind && systemFiles[$0].queue != nowhere
    }
  }

  /// Source: `mounts_poll` in fs/proc_namespace.c, `proc_sys_poll` in fs/proc/proc_sysctl.c,
  /// `kernfs_generic_poll` in fs/kernfs/file.c.
  func systemFileMask(_ place: Place) -> EventMask {
    let exceptional: EventMask = [.error, .priority]
    switch systemFiles[place].kind {
    case .mounts: return systemFiles[place].hasChanged ? EventMask.anyRead.union(exceptional) : .anyRead
    case .hostname:
      return systemFiles[place].hasChanged
        ? EventMask.anyRead.union(exceptional) : EventMask.anyRead.union(.anyWrite)
    default: return EventMask.anyRead.union(.anyWrite).union(exceptional)
    }
  }

  /// Polling uses the change up.
  mutating func pollSystemFile(_ place: Place) -> EventMask {
    if systemFiles[place].hasChanged { cover(.changeUsedUp) }
    defer { systemFiles[place].hasChanged = false }
    return systemFileMask(place)
  }

  mutating func releaseSystemFile(_ place: Place) {
    let (kind, queue) = (systemFiles[place].kind, systemFiles[place].queue)
    guard canForget(queue) else { return }
    systemFiles.remove(place)
    if !systemFilesInUse(of: kind).contains(where: { systemFiles[$0].queue == queue }) {
      queues.remove(queue)
    }
  }
}
