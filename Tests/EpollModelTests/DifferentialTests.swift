import CObjects
import Glibc
import Testing

/// Random programs on the model and on this machine's kernel.
///
/// `EPOLL_MODEL_PROGRAMS` says how many of each kind to run, and `EPOLL_MODEL_FIRST` from which seed.
///
/// Each runs in a process of its own: other suites start processes, which hold all descriptors of this one
/// for a moment, in which no close is the last.
@Suite(.serialized) struct DifferentialTests {
  static func seeds(_ count: UInt64) -> Range<UInt64> {
    let first = getenv("EPOLL_MODEL_FIRST").flatMap { UInt64(String(cString: $0)) } ?? 1
    let wanted = getenv("EPOLL_MODEL_PROGRAMS").flatMap { UInt64(String(cString: $0)) } ?? count
    return first..<(first + wanted)
  }

  static let local: [Step.Opened] = [
    .pipe, .pipe, .stream, .datagram, .seqpacket, .counter, .semaphore, .epoll, .epoll, .unixListener,
  ]

  /// Searches programs for a difference, and records the first.
  static func expectAgreement(_ differential: Differential, programs: UInt64) {
    cobjects_ignore(SIGPIPE)
    #expect(differential.search(seeds(programs)) == nil)
  }

  @Test func `The model and the kernel agree about local files`() async {
    await #expect(processExitsWith: .success) {
      DifferentialTests.expectAgreement(Differential(kinds: DifferentialTests.local), programs: 500)
    }
  }

  @Test func `They agree where every descriptor is polled after every step`() async {
    await #expect(processExitsWith: .success) {
      let looking = Differential(kinds: DifferentialTests.local, looksAtEachStep: true)
      DifferentialTests.expectAgreement(looking, programs: 100)
    }
  }

  @Test func `They agree about FIFOs`() async {
    await #expect(processExitsWith: .success) {
      let fifos = Differential(kinds: [.fifo, .fifo, .pipe, .epoll], length: 60, looksAtEachStep: true)
      DifferentialTests.expectAgreement(fifos, programs: 200)
    }
  }

  @Test func `They agree about the rarer files`() async {
    await #expect(processExitsWith: .success) {
      let kinds: [Step.Opened] = [
        .pipe, .unixSocket, .counter, .timer, .timer, .signals, .signals, .epoll, .file, .null,
      ]
      DifferentialTests.expectAgreement(Differential(kinds: kinds), programs: 200)
    }
  }

  // Apart from the signals, as the end of a child may send one.
  @Test func `They agree about processes`() async {
    await #expect(processExitsWith: .success) {
      let processes = Differential(kinds: [.process, .process, .counter, .epoll])
      DifferentialTests.expectAgreement(processes, programs: 50)
    }
  }

  @Test func `They agree about nested instances`() async {
    await #expect(processExitsWith: .success) {
      let nested = Differential(kinds: [.epoll, .epoll, .epoll, .counter, .pipe], length: 60)
      DifferentialTests.expectAgreement(nested, programs: 200)
    }
  }

  @Test func `They agree about sockets of the network`() async {
    await #expect(processExitsWith: .success) {
      let kinds: [Step.Opened] = [.tcp, .tcp, .tcpListener, .tcpSocket, .udp, .epoll]
      DifferentialTests.expectAgreement(Differential(kinds: kinds, settles: true), programs: 40)
    }
  }

  @Test func `They agree about terminals`() async {
    await #expect(processExitsWith: .success) {
      let terminals = Differential(kinds: [.terminal, .epoll], settles: true)
      DifferentialTests.expectAgreement(terminals, programs: 50)
    }
  }
}
