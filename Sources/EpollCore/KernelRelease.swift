internal import CEpoll

/// The release of the running kernel.
enum KernelRelease {
  /// What uname(2) says, such as `6.1.0-18-amd64`.
  static var current: String {
    // Safety: the C function writes at most 65 bytes and ends them with zero.
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65) { memory in
      guard let base = memory.baseAddress else { return "" }
      cepoll_release(base)
      return String(cString: base)
    }
  }
}
