internal import EventLoopAPI

extension Capabilities {
  private static var features: [(name: String, path: WritableKeyPath<Capabilities, Support>)] {
    [
      ("edge", \.edge), ("oneShot", \.oneShot), ("exclusive", \.exclusive), ("wakeUp", \.wakeUp),
      ("priority", \.priority), ("peerClosed", \.peerClosed), ("hangup", \.hangup), ("error", \.error),
      ("emptyInterest", \.emptyInterest), ("deadlines", \.deadlines), ("embedding", \.embedding),
    ]
  }

  /// The names of the features.
  static var featureNames: [String] { features.map(\.name) }

  /// The support of each feature by its name, for reports and between processes.
  var byName: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.features.map { ($0.name, self[keyPath: $0.path].rawValue) })
  }

  /// Reads the form by names back; a feature that is not named is absent.
  init(byName names: [String: String], timerResolution: Duration) {
    self.init(all: .absent, timerResolution: timerResolution)
    for (name, path) in Self.features {
      self[keyPath: path] = names[name].flatMap(Support.init(rawValue:)) ?? .absent
    }
  }
}
