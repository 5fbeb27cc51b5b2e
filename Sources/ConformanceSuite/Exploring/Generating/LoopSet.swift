/// Some of a scenario's loops.
struct LoopSet: OptionSet, Hashable {
  var rawValue: UInt8

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  init(_ loop: ScenarioLoop) {
    rawValue = 1 << UInt8(loop.rawValue)
  }

  func contains(_ loop: ScenarioLoop) -> Bool { contains(LoopSet(loop)) }
}
