import Glibc

/// What tells one open file from another that has its number later: poll(2) knows nothing but numbers.
struct FileIdentity: Equatable {
  private let device: dev_t
  private let inode: ino_t

  /// Whether it is of a kind that cannot be waited for; poll(2) would call it ready at all times.
  let isAlwaysReady: Bool

  /// The file that a descriptor stands for; nil if it is not open for use.
  init?(of descriptor: CInt) {
    var status = stat()
    var asked = pollfd(fd: descriptor, events: 0, revents: 0)
    guard fstat(descriptor, &status) == 0, poll(&asked, 1, 0) == 0 || asked.revents & CShort(POLLNVAL) == 0
    else { return nil }
    (device, inode) = (status.st_dev, status.st_ino)
    isAlwaysReady = [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}
