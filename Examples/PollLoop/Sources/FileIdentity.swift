import Glibc

/// What tells one open file from another that has its number later: poll(2) knows nothing but numbers.
struct FileIdentity: Equatable {
  private let device: dev_t
  private let inode: ino_t
  private let access: CInt

  /// Whether it is of a kind that cannot be waited for; poll(2) would call it ready at all times.
  let isAlwaysReady: Bool

  /// The file that a descriptor stands for; nil if it is not open.
  init?(of descriptor: CInt) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    (device, inode, access) = (status.st_dev, status.st_ino, fcntl(descriptor, F_GETFL) & O_ACCMODE)
    isAlwaysReady = [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}
