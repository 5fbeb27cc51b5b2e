/// A trial of the kernel's own calls: what no loop shows, and all loops stand on.
protocol KernelTrial: SendableMetatype {
  /// What it is called, shows and cites.
  static var trial: Trial { get }

  /// Calls the kernel, and writes down what was done and seen.
  ///
  /// - Throws: whatever was refused that should not have been; the report then says so.
  static func run(_ log: inout TrialLog) throws
}
