internal import CObjects
internal import Glibc

extension ObjectTable {
  /// A child process that has ended, by its pidfd.
  static func endedProcess() throws(Failure) -> CInt {
    let descriptor = try check(cobjects_ended_process())
    try Settling.until(descriptor, shows: POLLIN)
    return descriptor
  }

  /// A pseudoterminal: master, slave.
  static func pty(isCanonical: Bool) throws(Failure) -> [CInt] {
    let ends = try halves(cobjects_pty())
    if isCanonical { try check(cobjects_take_lines(ends[1])) }
    return ends
  }

  /// A listening unix socket.
  static func unixListener() throws(Failure) -> CInt {
    let listener = try check(cobjects_unix_socket())
    try check(cobjects_bind_unix(listener))
    try checkErrno(Int(listen(listener, 64)))
    return listener
  }

  /// A file in which the kernel shows something of the system.
  static func systemFile(_ kind: ObjectKind.Plain) throws(Failure) -> CInt {
    switch kind {
    case .mounts:
      try check(PrivateNamespaces.result)
      return try check(cobjects_open("/proc/self/mounts"))
    case .hostname:
      try check(PrivateNamespaces.result)
      return try check(cobjects_open("/proc/sys/kernel/hostname"))
    default:
      // Readable for everybody, and there on every kernel that can load modules or see devices come.
      return try check(cobjects_open("/sys/kernel/uevent_seqnum"))
    }
  }

  /// Has a socket connect to a listener that drops what comes, as its queue has one place, which is taken.
  ///
  /// The two others stay open with the table, under names that no scenario can give: a listener that is
  /// closed answers the next attempt with a reset.
  mutating func beginConnecting(_ name: String) throws(Failure) {
    try add("\(name): listener", try Self.tcpListener(queue: 0), .tcpListener)
    try connect("\(name): first in the queue", to: "\(name): listener")
    let socket = try find(name).descriptor
    let result = cobjects_connect(socket, try find("\(name): listener").descriptor)
    guard result == -EINPROGRESS, cobjects_tcp_state(socket) == CInt(TCP_SYN_SENT) else {
      throw .other("did connect")
    }
  }

  /// Changes what a file of /proc shows.
  static func change(_ object: KernelObject) throws(Failure) {
    switch object.kind {
    case .mounts: try check(cobjects_mount_and_unmount())
    case .hostname: try check(cobjects_rename_host())
    default: throw .other("shows nothing that changes")
    }
  }
}

/// Namespaces for mounts and the host's name that this process shares with no other, from the first use on.
private enum PrivateNamespaces {
  static let result = cobjects_leave_namespaces()
}
