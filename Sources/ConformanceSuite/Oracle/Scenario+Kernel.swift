extension Scenario {
  /// Whether it may ask more of a loop than the kernel gives, so that the kernel by itself is no measure.
  ///
  /// That is while a batch is read, and after a registered descriptor was closed.
  var asksMoreThanKernel: Bool {
    var closed: Set<String> = []
    for step in steps {
      if case .onDelivery = step.moment { return true }
      switch step.action {
      case .object(let name, .close), .object(let name, .reset): closed.insert(name)
      case .register(let name, _, _), .modify(let name, _, _), .deregister(let name):
        if closed.contains(name) { return true }
      case .open(_, _, let options):
        if options.reusing != nil { return true }
      default: break
      }
    }
    return false
  }
}
