internal import CObjects

/// How many descriptors a process may have that runs scenarios; a worker inherits it from the suite.
enum DescriptorLimit {
  /// The objects of scenarios have numbers from 101 on.
  private static var needed: CInt { 256 }

  /// Sees to it that there may be enough.
  ///
  /// - Throws: ``SuiteError/broken(backend:reason:)`` if this process may not have so many.
  static func raise(for program: WorkerProgram) throws(SuiteError) {
    guard cobjects_allow_descriptors(needed) != 0 else { return }
    throw .broken(
      backend: program.backend,
      reason: "scenarios need \(needed) descriptors: raise the limit (ulimit -n 1024)")
  }
}
