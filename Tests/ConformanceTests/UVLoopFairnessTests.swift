import CEpoll
import Glibc
import Testing
import UVBridge

@Suite("The libuv loop's two sets share its batches")
struct UVLoopFairnessTests {
  @Test(
    "with more registrations than libuv is given, all are told of within as many waits as hold them",
    arguments: [(1500, 256), (1900, 100)])
  func beyondLibuv(count: Int, batchCapacity: Int) async {
    await #expect(processExitsWith: .success) { [count, batchCapacity] in
      var loop = try UVLoop(.bridged, batchCapacity: batchCapacity)
      var waits: [Token: Int] = [:]
      var counter: CInt = -1
      for index in 0..<count {
        if index % 400 == 0 { counter = try checked(eventfd(1, 0)) }
        let number = try ReservedNumber.take()
        try duplicate(counter, onto: number)
        waits[try loop.register(number, for: .readable)] = 0
      }
      let limit = (count + batchCapacity - 1) / batchCapacity
      for wait in 1...100 {
        for case .ready(let token, _) in try loop.turn() {
          let before = waits.updateValue(wait, forKey: token) ?? 0
          precondition(wait - before <= limit, "\(wait - before) waits instead of \(limit)")
        }
        precondition(waits.values.allSatisfy { wait - $0 < limit }, "one is left out")
      }
    }
  }

  @Test("a level that the inner set holds is told by every wait, also when others there are ready no more")
  func half() throws {
    var loop = try UVLoop(.bridged, batchCapacity: 2)
    let pairs = [Ends.socketPair(), Ends.socketPair()]
    var tokens: [Token] = []
    for pair in pairs {
      tokens.append(try loop.register(pair.reading, for: .readable, trigger: .wakeUp))
      pair.write()
    }
    #expect(try loop.turn().count == 2)
    pairs[1].drain()
    #expect(try loop.turn() == [.ready(tokens[0], .readable)])
    #expect(try loop.turn() == [.ready(tokens[0], .readable)])
    for pair in pairs { pair.close() }
  }
}
