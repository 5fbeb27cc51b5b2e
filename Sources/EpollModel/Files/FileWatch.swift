/// An inotify(7) instance that watches one regular file for writes, and that file (`struct fsnotify_group`).
struct FileWatch: ArenaElement, Sendable {
  /// What is to be read, by the event that came last.
  enum Unread: UInt8, Sendable {
    case nothing
    /// The file was written.
    case written
    /// The file is gone, and the watch with it (`IN_IGNORED`).
    case gone
  }

  var unread = Unread.nothing
  var isNotifierDead = false
  var isFileDead = false
  var queue = nowhere
  var nextFree = nowhere

  static let blank = FileWatch()
}

extension ModelKernel {
  /// Opens an inotify instance and a regular file without a name, which it watches for writes (`IN_MODIFY`).
  ///
  /// - Parameter number: the number to open the instance at; nil takes the lowest free one.
  /// - Returns: Both descriptors.
  /// - Throws: ``ModelError/tooManyFiles``.
  public mutating func openFileWatch(
    at number: CInt? = nil
  ) throws(ModelError) -> (notifier: CInt, file: CInt) {
    try checkRoom(2)
    let watch = fileWatches.add(FileWatch())
    fileWatches[watch].queue = makeQueue(.notifier, watch)
    let descriptor = install(files.add(OpenFile(kind: .notifier, object: watch)), at: number)
    return (descriptor, install(files.add(OpenFile(kind: .watchedFile, object: watch)), at: nil))
  }

  /// An event that is like the last unread one is no news.
  ///
  /// Source: `inotify_merge` in fs/notify/inotify/inotify_fsnotify.c, `fsnotify_insert_event`.
  mutating func writeWatchedFile(_ watch: Place, _ count: Int) -> Int {
    guard count > 0, !fileWatches[watch].isNotifierDead else { return count }
    guard fileWatches[watch].unread != .written else {
      cover(.notificationMerged)
      return count
    }
    notify(watch, of: .written)
    return count
  }

  private mutating func notify(_ watch: Place, of event: FileWatch.Unread) {
    fileWatches[watch].unread = event
    wake(fileWatches[watch].queue, key: .everything)
  }

  /// Takes all events: those of a write and of the file's end are 16 bytes each, and no more than two are
  /// unread.
  ///
  /// Source: `inotify_read` in fs/notify/inotify/inotify_user.c.
  mutating func readNotifier(_ watch: Place, _ count: Int) throws(ModelError) -> Int {
    guard fileWatches[watch].unread != .nothing else { throw .wouldBlock }
    guard count >= 32 else { throw .invalidArgument }
    fileWatches[watch].unread = .nothing
    return 16
  }

  /// Source: `inotify_release`.
  mutating func releaseNotifier(_ watch: Place) {
    fileWatches[watch].isNotifierDead = true
    forgetWatchIfUnused(watch)
  }

  /// The file has no name, so that with its last descriptor the watch goes as well, which is told.
  ///
  /// Source: `fsnotify_inoderemove` in include/linux/fsnotify.h, `inotify_ignored_and_remove_idr`.
  mutating func releaseWatchedFile(_ watch: Place) {
    fileWatches[watch].isFileDead = true
    if !fileWatches[watch].isNotifierDead {
      cover(.watchedFileGone)
      notify(watch, of: .gone)
    }
    forgetWatchIfUnused(watch)
  }

  private mutating func forgetWatchIfUnused(_ watch: Place) {
    guard fileWatches[watch].isNotifierDead, fileWatches[watch].isFileDead,
      canForget(fileWatches[watch].queue)
    else { return }
    queues.remove(fileWatches[watch].queue)
    fileWatches.remove(watch)
  }
}
