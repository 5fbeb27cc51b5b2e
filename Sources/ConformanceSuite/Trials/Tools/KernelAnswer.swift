internal import EventLoopAPI

/// What a call of the kernel has led to, in a word.
enum KernelAnswer {
  /// The error's name of a negated `errno`, or `done`.
  static func of(_ result: CInt) -> String { result < 0 ? ErrorName.of(-result) : "done" }

  /// The error's name, or `done`.
  static func of(_ call: () throws(ErrorCode) -> Void) -> String {
    do throws(ErrorCode) {
      try call()
      return "done"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}
