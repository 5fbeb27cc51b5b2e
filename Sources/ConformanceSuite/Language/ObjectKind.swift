/// The kinds of objects that a scenario can open.
public enum ObjectKind: Hashable, Sendable {
  /// A kind that is opened by its name alone.
  case plain(Plain)

  /// Another number for the open file of the named object.
  case dup(of: String)

  /// One more end for reading the FIFO of the named end.
  case fifoReader(of: String)

  /// One more end for writing the FIFO of the named end.
  case fifoWriter(of: String)

  /// The object that is there already and that it is opened by.
  var source: String? {
    switch self {
    case .plain: nil
    case .dup(let name), .fifoReader(let name), .fifoWriter(let name): name
    }
  }

  /// The kinds that are opened by name.
  public enum Plain: String, Hashable, Sendable, CaseIterable {
    /// A pipe: read end, write end.
    case pipe
    /// A FIFO without a name: read end, write end.
    case fifo
    /// A pair of unix stream sockets.
    case unixStream = "unix-stream"
    /// A pair of unix datagram sockets.
    case unixDatagram = "unix-datagram"
    /// A pair of unix sequenced-packet sockets.
    case unixSeqpacket = "unix-seqpacket"
    /// A listening unix stream socket, with a name of the kernel's choice.
    case unixListener = "unix-listener"
    /// A unix stream socket that is not connected.
    case unixSocket = "unix-socket"
    /// A TCP connection over the loopback interface.
    case tcp
    /// A listening TCP socket.
    case tcpListener = "tcp-listener"
    /// A TCP socket that is neither bound nor connected.
    case tcpSocket = "tcp-socket"
    /// A TCP socket that goes on trying to connect, to a listener whose queue is full.
    case tcpConnecting = "tcp-connecting"
    /// Two UDP sockets that are connected to each other.
    case udp
    /// A UDP socket that is neither bound nor connected.
    case udpSocket = "udp-socket"
    /// An eventfd.
    case eventfd
    /// A disarmed timerfd.
    case timerfd
    /// A signalfd for SIGUSR2.
    case signalfd
    /// A child process that has ended and was not waited for.
    case pidfd
    /// A pseudoterminal, in raw mode unless asked otherwise: master, slave.
    case pty
    /// An inotify instance, and the regular file that it watches for writes.
    case inotify
    /// An epoll instance.
    case epoll
    /// An empty regular file.
    case file
    /// The null device.
    case null
    /// A directory.
    case directory
    /// /dev/random.
    case random
    /// /dev/urandom.
    case urandom
    /// /proc/self/status.
    case status
    /// A directory by a descriptor that only names it (`O_PATH`).
    case path
    /// The process's table of mounts, /proc/self/mounts, in a mount namespace of its own.
    case mounts
    /// The host's name as a file, /proc/sys/kernel/hostname.
    case hostname
    /// An attribute of sysfs that was never read.
    case sysfs

    /// The number of objects that one `open` makes.
    var count: Int {
      switch self {
      case .pipe, .fifo, .unixStream, .unixDatagram, .unixSeqpacket, .tcp, .udp, .pty, .inotify: 2
      case .unixListener, .unixSocket, .tcpListener, .tcpSocket, .tcpConnecting, .udpSocket, .eventfd,
        .timerfd, .signalfd, .pidfd, .epoll, .file, .null, .directory, .random, .urandom, .status, .path,
        .mounts, .hostname, .sysfs:
        1
      }
    }

    /// What one of the ends is by itself, by its place.
    func end(_ place: Int) -> Plain { self == .inotify && place == 1 ? .file : self }
  }
}

/// How objects are opened.
public struct OpenOptions: Hashable, Sendable {
  /// Whether O_NONBLOCK is left out.
  public var isBlocking = false

  /// The closed object whose number the first new one gets.
  public var reusing: String?

  /// The first value of an eventfd.
  public var initial = 0

  /// Whether an eventfd counts as a semaphore.
  public var isSemaphore = false

  /// Whether a pseudoterminal is in canonical mode, without echo.
  public var isCanonical = false
}
