import EpollModel
import Testing

@testable import ConformanceSuite

@Suite("Coverage of the model's rules")
struct RuleCoverageTests {
  /// The rules that a scenario brings about.
  private func coverage(_ scenario: Scenario) -> ModelCoverage {
    var execution = ModelExecution(scenario)
    for index in scenario.steps.indices { execution.begin(index) }
    return execution.kernel.coverage
  }

  /// Rules that no scenario of the catalogue needs, and programs that bring them about.
  private static let further: [(rules: [ModelRule], steps: String)] = [
    (
      [.exclusiveWatchQueuedLast],
      "open a b = pipe; open d = dup a; register a readable; register d readable exclusive"
    ),
    (
      [
        .bothQueuesWatched, .terminalRoomNotTold, .terminalMasterClosed, .terminalUsedWhenHungUp,
      ],
      "open m s = pty; register s readable; write m 200; read s 1; close m; write s 1; read s 1"
    ),
    (
      [.terminalSlaveClosed, .terminalWrittenToNobody],
      "open m s = pty; close s; write m 1"
    ),
    (
      [.pipeWithoutReaderRefused],
      "open a b = pipe; close a; write b 1"
    ),
    (
      [.counterZeroAdded, .counterFullRefused],
      "open a = eventfd; write a 0; fill a; write a 1"
    ),
    (
      [.signalPendingAlready],
      "open a = signalfd; raise a; raise a"
    ),
    (
      [.processReaped, .secondReapRefused],
      "open a = pidfd; reap a; reap a"
    ),
    (
      [.messageTooLongRefused, .datagramHalfShut, .unixPeerReadsNoMore],
      "open a b = unix-datagram; write b 212961; shutdown a read; write b 1"
    ),
    (
      [.datagramPeerLost, .unixUnconnectedRefused],
      "open a b = unix-datagram; close a; write b 1; write b 1"
    ),
    (
      [.unixWritingShutRefused],
      "open a b = unix-stream; shutdown b write; write b 1"
    ),
    (
      [.unixErrorFirst],
      "open a b = unix-stream; write b 1; close a; read b 1"
    ),
    (
      [.acceptOfNothingRefused, .unixConnected, .unixConnectionRefused, .unixConnectionsDropped],
      "open a = unix-listener; accept d from a; connect c to a; shutdown a read; connect e to a; close a"
    ),
    (
      [.tcpArrivedInVain, .tcpResetAfterEnd, .tcpWriteRefused],
      "open a b = tcp; close a; write b 1; write b 1"
    ),
    (
      [.internetErrorFirst],
      "open a b = udp; close a; write b 1; read b 1"
    ),
    (
      [.tcpFullRefused, .tcpRoomPossible, .tcpRoomTold],
      "open a b = tcp; fill b; write b 1; read a 1; drain a"
    ),
    (
      [.tcpReadStoppedAtUrgent, .tcpReadSkippedUrgent, .urgentReadRefused],
      "open a b = tcp; write b 1; send-urgent b; write b 1; read a 2; read-urgent a"
    ),
    (
      [.lowWaterReached],
      "open a b = tcp; set a low-water 2; write b 1; set a low-water 1"
    ),
    (
      [.tcpAttemptShut, .unconnectedShutRefused],
      "open a = tcp-connecting; shutdown a both; shutdown a both"
    ),
    (
      [.tcpConnectionsDropped],
      "open a = tcp-listener; connect c to a; close a"
    ),
  ]

  @Test("every rule is applied by the catalogue or by one of a few programs")
  func everyRule() throws {
    var covered = ModelCoverage()
    for scenario in try Catalogue().scenarios { covered.formUnion(coverage(scenario)) }
    for (rules, steps) in Self.further {
      let program = try Scenario.steps(steps.split(separator: "; ").joined(separator: "\n"))
      #expect(ModelCoverage(rules).subtracting(coverage(program)).rules == [], "\(steps)")
      covered.formUnion(ModelCoverage(rules))
    }
    #expect(ModelCoverage.all.subtracting(covered).rules == [])
  }
}
