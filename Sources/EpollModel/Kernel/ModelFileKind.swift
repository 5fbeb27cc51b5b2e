/// What an open file of the model is.
public enum ModelFileKind: UInt8, Hashable, Sendable, CaseIterable {
  /// An end of a pipe or FIFO that is read.
  case pipeReader
  /// An end of a pipe or FIFO that is written.
  case pipeWriter
  /// A unix stream socket, connected or not.
  case unixStream
  /// One of two connected unix datagram sockets.
  case unixDatagram
  /// One of two connected unix sockets of type SOCK_SEQPACKET.
  case unixSeqpacket
  /// A listening unix stream socket.
  case unixListener
  /// A TCP socket in any state but listening.
  case tcp
  /// A listening TCP socket.
  case tcpListener
  /// A UDP socket, connected to another one or to none.
  case udp
  /// An eventfd(2).
  case counter
  /// A timerfd_create(2).
  case timer
  /// A signalfd(2) for one signal, which is blocked.
  case signalQueue
  /// A pidfd_open(2).
  case process
  /// The master of a pseudoterminal.
  case terminalMaster
  /// The slave of a pseudoterminal.
  case terminalSlave
  /// An inotify(7) instance that watches one file.
  case notifier
  /// The regular file that a ``notifier`` watches; it cannot be waited for itself.
  case watchedFile
  /// An epoll instance.
  case epoll
  /// A regular file, which cannot be waited for.
  case regularFile
  /// /dev/null, which cannot be waited for.
  case null
  /// A directory, which cannot be waited for.
  case directory
  /// A device that gives bytes without end and cannot be waited for, such as /dev/urandom.
  case endlessDevice
  /// /dev/random, which can be waited for, and has been ready since the system started.
  case randomDevice
  /// A file of /proc that tells nobody of changes, such as /proc/self/status.
  case silentSystemFile
  /// A descriptor that was opened with `O_PATH`, by which hardly anything can be done.
  case path
  /// /proc/self/mounts.
  case mounts
  /// /proc/sys/kernel/hostname.
  case hostname
  /// An attribute of sysfs that was never read.
  case systemAttribute
}
