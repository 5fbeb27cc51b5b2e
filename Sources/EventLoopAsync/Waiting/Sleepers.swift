internal import EventLoopAPI

/// The tasks that sleep, found by their timer when it is due and by their number when they are cancelled.
struct Sleepers {
  typealias Sleeper = (timer: TimerToken, outcome: Request.Outcome)

  private var sleepers: [Request.Number: Sleeper] = [:]

  /// By the place of the timer in the loop.
  private var numbers: [Request.Number] = []

  var count: Int { sleepers.count }

  mutating func add(_ number: Request.Number, _ timer: TimerToken, _ outcome: Request.Outcome) {
    let place = Int(timer.index)
    while numbers.count <= place {
      numbers.append(0)
    }
    numbers[place] = number
    sleepers[number] = (timer, outcome)
  }

  /// Takes the sleeper out whose timer is due.
  mutating func remove(due timer: TimerToken) -> Sleeper? {
    let place = Int(timer.index)
    guard place < numbers.count, let sleeper = remove(numbers[place]) else { return nil }
    assert(sleeper.timer == timer, "each place has one timer at a time")
    return sleeper
  }

  mutating func remove(_ number: Request.Number) -> Sleeper? {
    sleepers.removeValue(forKey: number)
  }

  mutating func removeAll() -> [Sleeper] {
    defer { sleepers.removeAll() }
    return Array(sleepers.values)
  }
}
