internal import CUV
internal import Glibc

/// What libuv's reports of a descriptor can leave out, which decides when one is refined.
enum DescriptorKind: UInt8, BitwiseCopyable {
  /// A socket that was connected when it was looked at: a hangup comes with a half-close, which libuv names.
  case connectedSocket

  /// Any other socket: a stream that is not connected hangs up without a half-close.
  case unconnectedSocket

  /// A file that never hangs up, such as an eventfd.
  case neverHangsUp

  /// A file of the kernel's own, such as /proc/self/mounts: the poll that finds a change may use it up.
  case kernelFile

  /// A pipe, a terminal, a pidfd or anything else: a hangup beside data is dropped by libuv.
  case other

  var isSocket: Bool { self == .connectedSocket || self == .unconnectedSocket }

  /// Looks at a descriptor, or returns the errno of fstat(2).
  static func looking(at descriptor: CInt) -> (kind: DescriptorKind, errno: CInt) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return (.other, Glibc.errno) }
    switch status.st_mode & S_IFMT {
    case S_IFSOCK: return (isConnected(descriptor) ? .connectedSocket : .unconnectedSocket, 0)
    // Files on disk are of this type too, but cannot be waited for; sysfs shows a change until it is read.
    case S_IFREG: return (cuv_is_in_sysfs(descriptor) ? .other : .kernelFile, 0)
    case 0: return (cuv_never_hangs_up(descriptor) ? .neverHangsUp : .other, 0)
    default: return (.other, 0)
    }
  }

  private static func isConnected(_ socket: CInt) -> Bool {
    var address = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { address in
      // The storage is made to be seen as any kind of address, and `length` says how long it is.
      address.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(socket, $0, &length) == 0 }
    }
  }
}
