import EventLoopAPI
import Foundation
import Mutants
import Synchronization
import Testing

@testable import ConformanceSuite

@Suite("Scenarios in Swift")
struct TrialTests {
  private static var executable: String {
    CommandRun.products.appendingPathComponent("conformance").path
  }

  private static func program(_ backend: String) -> WorkerProgram {
    WorkerProgram(backend: backend, executable: executable, advice: "")
  }

  @Test("each has a purpose, a citation, features that there are, and an id of its own")
  func descriptions() throws {
    let files = Set(try Catalogue().scenarios.map(\.id))
    #expect(Set(Trial.all.map(\.id)).count == Trial.all.count)
    #expect(files.isDisjoint(with: Trial.all.map(\.id)))
    #expect(Set(Trial.all.map(\.purpose)).count == Trial.all.count)
    for trial in Trial.all {
      #expect(trial.id.wholeMatch(of: /[a-z]+(-[a-z]+)*\/[a-z]+(-[a-z]+)*/) != nil, "\(trial.id)")
      #expect(trial.purpose.hasSuffix(".") && trial.purpose.count <= 120, "\(trial.id)")
      #expect(!trial.citations.isEmpty && trial.citations.allSatisfy { $0.contains(":") }, "\(trial.id)")
      #expect(Set(trial.needs).isSubset(of: Capabilities.featureNames), "\(trial.id)")
    }
  }

  @Test("each is in the folder of its area, and each file of a folder is a trial that is known")
  func folders() throws {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Sources/ConformanceSuite/Trials")
    var ids: [String] = []
    for folder in Set(Trial.all.map(\.area)) {
      let directory = root.appendingPathComponent(folder.capitalized).path
      for file in try FileManager.default.contentsOfDirectory(atPath: directory) {
        let text = try String(contentsOfFile: "\(directory)/\(file)", encoding: .utf8)
        ids += text.matches(of: /\n    Trial\(\s+"([^"]+)"/).map { String($0.1) }
        #expect(ids.allSatisfy { id in Trial.all.contains { $0.id == id } }, "\(file)")
      }
    }
    #expect(ids.sorted() == Trial.all.map(\.id).sorted())
  }

  @Test("the kernel does what the trials of its calls say, or lacks what they need")
  func kernel() throws {
    let suite = try Suite(Catalogue(), Ledger([]))
    let trials = Trial.all.filter(\.isOfKernel)
    let report = try suite.run(CatalogueSelection(trials: trials), on: [Self.program("epoll")])
    #expect(report.results.map(\.scenario) == trials.map(\.id))
    for result in report.results where result.verdict != .agrees {
      let isLacking = result.verdict == .unsupported && result.reason?.hasPrefix("this system lacks") == true
      #expect(isLacking, "\(result.scenario): \(result.verdict) \(result.differences)")
    }
  }

  @Test(
    "a fault that only threads or processes can show is caught by the trial about it",
    arguments: [
      (Fault.wakeLostInCrowd, "threads/eight-wakers"), (.wakeLostFallingAsleep, "threads/eight-wakers"),
      (.wakerOfSuccessor, "threads/wakers-outlive-loops"), (.waitsInTurn, "threads/loops-in-parallel"),
      (.batchShared, "threads/many-loops"), (.boundToThread, "threads/moved-loop"),
      (.exclusiveForFirst, "exclusive/loops-on-threads"), (.exclusiveDropped, "exclusive/loops-on-threads"),
      (.setSurvivesExec, "processes/closed-by-exec"), (.childEmptiesSet, "processes/fork-beside-a-loop"),
      (.childTakesSet, "processes/fork-beside-a-loop"), (.childRegisters, "processes/inherited-loop"),
    ])
  func caught(fault: Fault, id: String) throws {
    let trial = try #require(Trial.all.first { $0.id == id })
    // In a worker, for a process with one thread may fork, and no other.
    var mutant = try BackendRunner(Self.program("mutant:\(fault.id)"), .seconds(2))
    let judge = Judge(mutant.description, Ledger([]))
    #expect(judge.judge(trial, try mutant.run(trial)).verdict.isFailure)
  }

  @Test("without EPOLLEXCLUSIVE an event wakes all, and who was passed over sees it")
  func herd() throws {
    #expect(try WakesOne.woken(.exclusive, rounds: 3) == ["1 of 8", "1 of 8", "1 of 8"])
    #expect(try WakesOne.woken(.level, rounds: 3) == ["8 of 8", "8 of 8", "8 of 8"])
    #expect(
      try MixedHerd.woken([.level, .level, .exclusive], rounds: 2)
        == Array(repeating: "2 plain, 1 exclusive", count: 2))
    #expect(try PassedOver.seen(.exclusive) == "1 before, 0 behind")
    #expect(try PassedOver.seen(.level) == "1 before, 1 behind")
    #expect(try Herd.told([.level, .level]) == [0, 1])
  }

  @Test("without EPOLLEXCLUSIVE the kernel takes every flag, and with it few")
  func eachFlag() throws {
    let counter = try EventCounter()
    let exclusive = Trigger.exclusive.rawValue
    for bit in (0..<32).map({ UInt32(1) << $0 }) where bit != exclusive {
      #expect(try EachFlag.answer(to: bit, counter.number) == "taken, told as poll(2)")
      let isAllowed = bit & 0xA000_001D != 0
      let answer = isAllowed ? "taken, told as poll(2)" : "EINVAL, not added"
      #expect(try EachFlag.answer(to: bit | exclusive, counter.number) == answer, "\(bit)")
    }
  }

  @Test("without an edge or one shot the threads at one set are all told, and each of all")
  func sharedSet() throws {
    #expect(try SharedSet.told(.edge, rounds: 2) == ["1 of 8", "1 of 8"])
    #expect(try SharedSet.told(.oneShot, rounds: 2) == ["1 of 8", "1 of 8"])
    #expect(try SharedSet.told(.level, rounds: 2) == ["8 of 8", "8 of 8"])
    #expect(try OneEdgeEach.told(.edge, rounds: 2) == ["[[1], [2]]", "[[1], [2]]"])
  }

  @Test("a thread that nothing wakes is told nothing, and returns")
  func sleepers() throws {
    let (set, counter) = (try EpollSet(), try EventCounter())
    try set.add(counter.number)
    #expect(try Sleepers.told(at: [set, set]) { _ in } == [])
    #expect(try Sleepers.told(at: [set]) { _ in counter.raise() } == [0])
    #expect(throws: ErrorCode.exists) {
      try Sleepers.told(at: [set]) { _ in try set.add(counter.number) }
    }
  }

  @Test("a thread is seen to sleep in a wait, and nowhere else")
  func observedThread() throws {
    #expect(!ObservedThread.current.isAsleep)
    #expect(!ObservedThread(number: -1).isAsleep && ObservedThread(number: -1).sleeps == nil)
    let before = try #require(ObservedThread.current.sleeps)
    usleep(1)
    #expect(try #require(ObservedThread.current.sleeps) > before)
  }

  @Test("a thread is seen to sleep in poll(2), by which others may build a loop")
  func sleepInPoll() throws {
    final class Sleeper: Sendable {
      let thread = Mutex<ObservedThread?>(nil)
    }
    let (sleeper, counter) = (Sleeper(), try EventCounter())
    let number = counter.number
    let thread = SecondThread {
      sleeper.thread.withLock { $0 = .current }
      var asked = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      poll(&asked, 1, -1)
    }
    let deadline = ContinuousClock.now + .seconds(10)
    func isAsleep() -> Bool { sleeper.thread.withLock { $0?.isAsleep ?? false } }
    while !isAsleep(), .now < deadline { sched_yield() }
    #expect(isAsleep())
    counter.raise()
    thread.join()
  }
}
