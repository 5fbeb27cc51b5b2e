/// One who looks on while a scenario runs on the model, also at the steps that are done within a wait.
protocol StepWatcher: AnyObject {
  /// A step is about to be done.
  ///
  /// - Parameter isMeanwhile: whether another thread does it, while a wait sleeps.
  func willDo(_ step: Int, _ execution: inout ModelExecution, isMeanwhile: Bool)

  /// A step was done, and its outcome is among the execution's.
  func didDo(_ step: Int, _ execution: inout ModelExecution)
}
