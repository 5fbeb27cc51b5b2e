/// An error number of the system, as in `errno`.
public struct ErrorCode: Error, RawRepresentable, Hashable, Sendable {
  /// The C value.
  public let rawValue: CInt

  /// Makes an error from its C value.
  public init(rawValue: CInt) {
    self.rawValue = rawValue
  }

  /// Not permitted: the descriptor's kind cannot be waited for.
  ///
  /// The corresponding C constant is `EPERM`.
  public static let notPermitted = ErrorCode(rawValue: 1)

  /// No such registration.
  ///
  /// The corresponding C constant is `ENOENT`.
  public static let notFound = ErrorCode(rawValue: 2)

  /// A signal came first.
  ///
  /// The corresponding C constant is `EINTR`.
  public static let interrupted = ErrorCode(rawValue: 4)

  /// The descriptor is not open.
  ///
  /// The corresponding C constant is `EBADF`.
  public static let badDescriptor = ErrorCode(rawValue: 9)

  /// It would block.
  ///
  /// The corresponding C constant is `EAGAIN`.
  public static let wouldBlock = ErrorCode(rawValue: 11)

  /// Out of memory.
  ///
  /// The corresponding C constant is `ENOMEM`.
  public static let outOfMemory = ErrorCode(rawValue: 12)

  /// A bad address.
  ///
  /// The corresponding C constant is `EFAULT`.
  public static let badAddress = ErrorCode(rawValue: 14)

  /// Registered already.
  ///
  /// The corresponding C constant is `EEXIST`.
  public static let exists = ErrorCode(rawValue: 17)

  /// A combination that is not allowed.
  ///
  /// The corresponding C constant is `EINVAL`.
  public static let invalidArgument = ErrorCode(rawValue: 22)

  /// The system has no descriptor left.
  ///
  /// The corresponding C constant is `ENFILE`.
  public static let tooManyFilesInSystem = ErrorCode(rawValue: 23)

  /// The process has no descriptor left.
  ///
  /// The corresponding C constant is `EMFILE`.
  public static let tooManyFiles = ErrorCode(rawValue: 24)

  /// The limit of watches is reached.
  ///
  /// The corresponding C constant is `ENOSPC`.
  public static let noSpace = ErrorCode(rawValue: 28)

  /// The peer no longer reads.
  ///
  /// The corresponding C constant is `EPIPE`.
  public static let brokenPipe = ErrorCode(rawValue: 32)

  /// The system lacks the call.
  ///
  /// The corresponding C constant is `ENOSYS`.
  public static let noSuchCall = ErrorCode(rawValue: 38)

  /// A cycle of epoll instances, or too deep a nest of them.
  ///
  /// The corresponding C constant is `ELOOP`.
  public static let cycle = ErrorCode(rawValue: 40)

  /// The backend lacks the feature.
  ///
  /// The corresponding C constant is `ENOTSUP`.
  public static let unsupported = ErrorCode(rawValue: 95)

  /// The peer has reset the connection.
  ///
  /// The corresponding C constant is `ECONNRESET`.
  public static let connectionReset = ErrorCode(rawValue: 104)

  /// The handle is stale: what it stood for is another process's.
  ///
  /// The corresponding C constant is `ESTALE`.
  public static let stale = ErrorCode(rawValue: 116)

  /// The state cannot be recovered.
  ///
  /// The corresponding C constant is `ENOTRECOVERABLE`.
  public static let notRecoverable = ErrorCode(rawValue: 131)
}

extension ErrorCode: CustomStringConvertible {
  /// The name of the C constant, or `errno` and the number for one that has no name here.
  public var description: String {
    switch self {
    case .notPermitted: "EPERM"
    case .notFound: "ENOENT"
    case .interrupted: "EINTR"
    case .badDescriptor: "EBADF"
    case .wouldBlock: "EAGAIN"
    case .outOfMemory: "ENOMEM"
    case .badAddress: "EFAULT"
    case .exists: "EEXIST"
    case .invalidArgument: "EINVAL"
    case .tooManyFilesInSystem: "ENFILE"
    case .tooManyFiles: "EMFILE"
    case .noSpace: "ENOSPC"
    case .brokenPipe: "EPIPE"
    case .noSuchCall: "ENOSYS"
    case .cycle: "ELOOP"
    case .unsupported: "ENOTSUP"
    case .connectionReset: "ECONNRESET"
    case .stale: "ESTALE"
    case .notRecoverable: "ENOTRECOVERABLE"
    default: "errno \(rawValue)"
    }
  }
}
