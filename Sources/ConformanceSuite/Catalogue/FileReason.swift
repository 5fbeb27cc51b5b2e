internal import Foundation

/// Why a file could not be read or written, in the system's words.
public enum FileReason {
  /// The reason that an error of Foundation's carries, such as "no such file or directory".
  ///
  /// - Parameter path: what was to be read, if that was it: of what is no file Foundation says little.
  public static func of(_ error: any Error, reading path: String? = nil) -> String {
    if let path, let kind = kindOfNoFile(path) { return kind }
    let error = error as NSError
    let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    if cause.domain == NSPOSIXErrorDomain { return String(cString: strerror(CInt(cause.code))) }
    switch CocoaError.Code(rawValue: error.code) {
    case .fileReadNoSuchFile, .fileNoSuchFile: return "no such file or directory"
    case .fileReadNoPermission, .fileWriteNoPermission: return "permission denied"
    case .fileWriteOutOfSpace: return "no space left on the device"
    case .fileWriteVolumeReadOnly: return "the file system is read-only"
    default:
      // Not one of Foundation's classes here: a cast to NSError alone would not find it.
      let underlying = error.userInfo[NSUnderlyingErrorKey] as? any Error
      return (underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
        ?? error.localizedDescription
    }
  }

  /// What a path leads to, if that is there and is not a file with contents of its own.
  private static func kindOfNoFile(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: nil
    case S_IFDIR: "it is a directory"
    default: "it is no regular file"
    }
  }
}
