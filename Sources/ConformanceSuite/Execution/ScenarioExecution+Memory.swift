internal import CObjects
internal import EventLoopAPI

extension ScenarioExecution where Loop: ~Copyable {
  /// Whether every turn of a loop takes memory that it does not give back.
  ///
  /// Where a scenario ends with a wait, its loop goes on with waits that do not block. Each row of them is
  /// as long as all that came before it, so that also what grows by doubling grows in each row; a loop that
  /// takes memory once, or now and then, has a row in which it takes none.
  mutating func growsWithTurns() -> Bool {
    guard let last = steps.last, last.action.isWait else { return false }
    let place = last.loop.rawValue
    guard loops[place].loop != nil, turn(place, 16) else { return false }
    for count in [64, 128, 256, 512] {
      let before = cobjects_allocated_bytes()
      guard turn(place, count), cobjects_allocated_bytes() > before else { return false }
    }
    return true
  }

  /// Collects so many batches without blocking, and throws them away; false if the loop refuses or gives no
  /// end.
  private mutating func turn(_ place: Int, _ count: Int) -> Bool {
    for _ in 0..<count {
      do throws(LoopError) {
        try loops[place].loop?.wait(.poll)
      } catch {
        return false
      }
      var told = 0
      while loops[place].loop?.next() != nil {
        told += 1
        guard told < Self.limit else { return false }
      }
    }
    return true
  }
}
