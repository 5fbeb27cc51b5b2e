internal import Glibc

/// What tells one open file from another where they have the same number.
///
/// Files without a place in a file system, such as eventfds, share one: of those that follow each other under
/// a number nothing is noticed.
@usableFromInline
struct FileIdentity: Hashable, BitwiseCopyable {
  private var device: UInt64 = 0
  private var inode: UInt64 = 0
  private var type: UInt32 = 0

  /// A file that is none.
  init() {}

  /// The file that a descriptor stands for; nil if it is not open.
  init?(of descriptor: CInt) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    type = status.st_mode & S_IFMT
  }

  /// Whether looking at the file may use up what there is to see, as for /proc/self/mounts.
  ///
  /// Of the files that can be waited for those of procfs and sysfs alone have this type.
  var isUsedUpByLooking: Bool { type == S_IFREG }
}
