extension ModelKernel {
  /// A word for the state, by which states that behave alike can be found: it is the same for two kernels of
  /// which one is the other with its descriptors, data and objects renamed, and another for others.
  ///
  /// It is the same on every machine and in every run. What was counted or written down is no part of it.
  /// Time
  /// is in it as the spans that are left, and threads that wait are in it by how many they are. The order of
  /// numbers that are open is not in it; of a free number that an entry still knows it has how many are given
  /// out before it.
  public var fingerprint: UInt64 { KernelGraph(self).graph.fingerprint }
}
