internal import CUV
internal import Glibc

/// What libuv's reports of a descriptor can leave out, which decides when one is refined.
enum DescriptorKind: UInt8, BitwiseCopyable {
  /// Not looked at yet.
  case unseen

  /// A socket, which may not be connected: a stream that is not hangs up without a half-close.
  case socket

  /// A socket that was writable and had not hung up: a hangup comes with a half-close, which libuv names.
  case connectedSocket

  /// A file without a type, such as an eventfd, of which it is not known yet whether it hangs up.
  case untyped

  /// A file that never hangs up, such as an eventfd.
  case neverHangsUp

  /// A file of the kernel's own, such as /proc/self/mounts: the poll that finds a change may use it up.
  case kernelFile

  /// A pipe, a terminal, a pidfd or anything else: a hangup beside data is dropped by libuv.
  case other

  var isSocket: Bool { self == .connectedSocket || self == .socket }

  /// Looks at a descriptor, or returns the errno of fstat(2).
  static func looking(at descriptor: CInt) -> (kind: DescriptorKind, errno: CInt) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return (.other, Glibc.errno) }
    switch status.st_mode & S_IFMT {
    case S_IFSOCK: return (.socket, 0)
    // Files on disk are of this type too, but cannot be waited for; sysfs shows a change until it is read.
    case S_IFREG: return (cuv_is_in_sysfs(descriptor) ? .other : .kernelFile, 0)
    case 0: return (.untyped, 0)
    default: return (.other, 0)
    }
  }

  /// Looks at the name of a file without a type.
  static func lookingAtName(of descriptor: CInt) -> DescriptorKind {
    cuv_never_hangs_up(descriptor) ? .neverHangsUp : .other
  }
}
