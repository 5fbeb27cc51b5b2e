extension ModelKernel {
  /// A word for the state, by which states that behave alike can be found: it is the same for two kernels of
  /// which one is the other with its descriptors, data and objects renamed, and another for others.
  ///
  /// It is the same on every machine and in every run. What was counted or written down is no part of it. Time
  /// is in it as the spans that are left. Of the numbers of descriptors it has which are the same, and of those
  /// that are free and still known to an entry how many are given out before them; threads that wait are in it
  /// by their number.
  public var fingerprint: UInt64 { KernelGraph(self).graph.fingerprint }
}
