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
  /// One of two UDP sockets that are connected to each other.
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
  /// An epoll instance.
  case epoll
  /// A regular file, which cannot be waited for.
  case regularFile
  /// /dev/null, which cannot be waited for.
  case null
  /// /proc/self/mounts.
  case mounts
  /// /proc/sys/kernel/hostname.
  case hostname
  /// An attribute of sysfs that was never read.
  case systemAttribute
}
