internal import EventLoopAPI

extension MutantLoop {
  /// The settings of the loop.
  package struct Configuration: LoopConfiguration {
    /// The greatest number of readiness events in one batch.
    package var batchCapacity = 256

    /// What is wrong with it; nil for a loop that keeps the contract.
    package var fault: Fault?

    /// Makes the settings of a loop that keeps the contract.
    package init() {}

    /// Makes the settings of a loop with a fault, or without one.
    package init(fault: Fault?) {
      self.fault = fault
    }
  }
}
