/// A name that means something to one loop.
struct NameOnLoop: Hashable {
  var name: String
  var loop: ScenarioLoop

  init(_ name: String, _ loop: ScenarioLoop) {
    self.name = name
    self.loop = loop
  }
}
