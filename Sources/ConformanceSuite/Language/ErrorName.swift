internal import Glibc

/// The names of `errno` values, for scenarios and reports.
enum ErrorName {
  private static let values: [String: CInt] = [
    "EPERM": EPERM, "ENOENT": ENOENT, "EINTR": EINTR, "EBADF": EBADF, "EAGAIN": EAGAIN, "ENOMEM": ENOMEM,
    "EFAULT": EFAULT, "EEXIST": EEXIST, "EINVAL": EINVAL, "ENFILE": ENFILE, "EMFILE": EMFILE,
    "ENOSPC": ENOSPC,
    "EPIPE": EPIPE, "ENOSYS": ENOSYS, "ELOOP": ELOOP, "ENOTSUP": ENOTSUP, "ENOTSOCK": ENOTSOCK,
    "ENOTCONN": ENOTCONN, "ECONNRESET": ECONNRESET, "ECONNREFUSED": ECONNREFUSED, "EADDRINUSE": EADDRINUSE,
    "EINPROGRESS": EINPROGRESS, "ETIMEDOUT": ETIMEDOUT, "EMSGSIZE": EMSGSIZE, "ENODEV": ENODEV,
    "ENXIO": ENXIO, "EIO": EIO, "ECHILD": ECHILD, "EISCONN": EISCONN, "EALREADY": EALREADY,
    "ECONNABORTED": ECONNABORTED, "EDESTADDRREQ": EDESTADDRREQ, "EISDIR": EISDIR, "ENOTTY": ENOTTY,
  ]

  private static let names = Dictionary(uniqueKeysWithValues: values.map { ($0.value, $0.key) })

  static func isKnown(_ name: String) -> Bool { values[name] != nil }

  /// The C constant's name, or `errno N`.
  static func of(_ value: CInt) -> String { names[value] ?? "errno \(value)" }
}
