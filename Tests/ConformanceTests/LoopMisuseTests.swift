import EpollCore
import Glibc
import Testing
import UVBridge

@testable import ConformanceSuite

@Suite("What both loops make of a machine's limits and of a caller's mistakes")
struct LoopMisuseTests {
  @Test(
    "at the limit of watches registering is refused at the call, and all goes on",
    .enabled(if: System.isOurs, "only the superuser can change the limit"))
  func watchLimit() async {
    await #expect(processExitsWith: .success) {
      let limit = try WatchLimit(user: 65_534)
      try expectRefusal(EpollLoop(), at: limit)
      try expectRefusal(UVLoop(), at: limit)
    }
  }

  @Test(
    "a descriptor that another thread closes between two calls ends no process, and its number is free again")
  func closedElsewhere() async {
    // In a process of its own: where another suite forks, no close is the last for a moment.
    await #expect(processExitsWith: .success) {
      try expectSurvival(EpollLoop())
      try expectSurvival(UVLoop())
    }
  }

  @Test("a registered file keeps its mode, as another process sees it")
  func modeElsewhere() throws {
    var loop = try UVLoop()
    let pair = Ends.socketPair()
    let before = try flagsSeenByAnotherProcess(pair.reading)
    let level = try loop.register(pair.reading, for: .readable)
    _ = try loop.turn()
    #expect(try flagsSeenByAnotherProcess(pair.reading) == before)
    try loop.deregister(level)
    #expect(try flagsSeenByAnotherProcess(pair.reading) == before)
    #expect(before.contains("flags:") && !before.contains("04002"))
    pair.close()
  }
}

/// Registering and modifying at the limit, and what was there before.
private func expectRefusal<Loop: EventLoop & ~Copyable>(_ made: consuming Loop, at limit: WatchLimit) throws {
  var loop = made
  let pair = Ends.socketPair()
  let token = try loop.register(pair.reading, for: .readable)
  _ = try loop.batch(.poll)
  let refusals = try limit.reached {
    [Trigger.level, .edge, .oneShot].map { trigger in
      do throws(LoopError) {
        _ = try loop.register(limit.unwatched, for: .readable, trigger: trigger)
        return nil
      } catch {
        return error
      }
    } as [LoopError?]
  }
  precondition(refusals.allSatisfy { $0 == LoopError(.register, .noSpace) }, "\(refusals)")
  pair.write()
  let events = try loop.batch(.forever)
  precondition(events == [.ready(token, .readable)], "\(events)")
  let late = try loop.register(limit.unwatched, for: .writable)
  let both = Set(try loop.batch(.forever))
  precondition(both == [.ready(token, .readable), .ready(late, .writable)])
  pair.close()
}

private func expectSurvival<Loop: EventLoop & ~Copyable>(_ made: consuming Loop) throws {
  var loop = made
  let other = Ends.socketPair()
  let otherToken = try loop.register(other.reading, for: .readable)
  for trigger in [Trigger.level, .edge, .oneShot] {
    let pair = Ends.socketPair()
    let token = try loop.register(pair.reading, for: .readable, trigger: trigger)
    let number = pair.reading
    SecondThread { close(number) }.join()
    other.write()
    #expect(try loop.batch(.forever) == [.ready(otherToken, .readable)])
    other.drain()
    #expect(dup2(pair.writing, number) == number)
    let next = try loop.register(number, for: .writable)
    try loop.deregister(token)
    // Its other end is gone.
    #expect(try loop.batch(.forever) == [.ready(next, [.writable, .hangup])])
    try loop.deregister(next)
    close(number)
    close(pair.writing)
  }
  other.close()
}

extension EventLoop where Self: ~Copyable {
  fileprivate mutating func batch(_ limit: Wait) throws(LoopError) -> [Event] {
    try wait(limit)
    var events: [Event] = []
    while let event = next() { events.append(event) }
    return events
  }
}

/// The status flags of a descriptor's open file as proc(5) tells another process that has inherited it.
private func flagsSeenByAnotherProcess(_ descriptor: CInt) throws -> String {
  let output = Ends.pipe()
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  posix_spawn_file_actions_adddup2(&actions, descriptor, 0)
  posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
  var arguments: [UnsafeMutablePointer<CChar>?] = ["grep", "flags", "/proc/self/fdinfo/0"]
    .map { (word: String) in strdup(word) }
  arguments.append(nil)
  defer { arguments.forEach { free($0) } }
  var process: pid_t = 0
  let spawned = posix_spawnp(&process, "grep", &actions, nil, arguments, environ)
  try #require(spawned == 0)
  var status: CInt = -1
  #expect(waitpid(process, &status, 0) == process && status == 0)
  var bytes = [UInt8](repeating: 0, count: 256)
  let count = read(output.reading, &bytes, bytes.count)
  output.close()
  return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
}
