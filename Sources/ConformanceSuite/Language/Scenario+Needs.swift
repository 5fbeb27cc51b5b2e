internal import EventLoopAPI

extension Scenario {
  /// The names of the features that a backend must have to run it: its triggers, a descriptor to look at, and
  /// what it says that it needs.
  var needs: [String] {
    let triggers = steps.reduce(into: Trigger.level) { result, step in
      switch step.action {
      case .register(_, _, let trigger), .modify(_, _, let trigger): result.formUnion(trigger)
      default: break
      }
    }
    let names = triggers.isEmpty ? [] : triggers.description.split(separator: " ").map(String.init)
    let isEmbedded = steps.contains { $0.action == .embed }
    return names + (isEmbedded ? ["embedding"] : []) + neededFeatures
  }
}
