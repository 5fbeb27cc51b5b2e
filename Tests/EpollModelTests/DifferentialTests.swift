import CObjects
import Glibc
import Testing

/// Random programs on the model and on this machine's kernel.
///
/// `EPOLL_MODEL_PROGRAMS` says how many of each kind to run, and `EPOLL_MODEL_FIRST` from which seed.
@Suite(.serialized) struct DifferentialTests {
  static func seeds(_ count: UInt64) -> Range<UInt64> {
    let first = getenv("EPOLL_MODEL_FIRST").flatMap { UInt64(String(cString: $0)) } ?? 1
    let wanted = getenv("EPOLL_MODEL_PROGRAMS").flatMap { UInt64(String(cString: $0)) } ?? count
    return first..<(first + wanted)
  }

  private static let local: [Step.Opened] = [
    .pipe, .pipe, .stream, .datagram, .seqpacket, .counter, .semaphore, .epoll, .epoll, .unixListener,
  ]

  init() {
    cobjects_ignore(SIGPIPE)
  }

  @Test func `The model and the kernel agree about local files`() {
    #expect(Differential(kinds: Self.local).search(Self.seeds(500)) == nil)
  }

  @Test func `They agree where every descriptor is polled after every step`() {
    #expect(Differential(kinds: Self.local, looksAtEachStep: true).search(Self.seeds(100)) == nil)
  }

  @Test func `They agree about FIFOs`() {
    let fifos = Differential(kinds: [.fifo, .fifo, .pipe, .epoll], length: 60, looksAtEachStep: true)
    #expect(fifos.search(Self.seeds(200)) == nil)
  }

  @Test func `They agree about the rarer files`() {
    let kinds: [Step.Opened] = [
      .pipe, .unixSocket, .counter, .timer, .timer, .signals, .signals, .epoll, .file, .null,
    ]
    #expect(Differential(kinds: kinds).search(Self.seeds(200)) == nil)
  }

  // Apart from the signals, as the end of a child may send one.
  @Test func `They agree about processes`() {
    #expect(Differential(kinds: [.process, .process, .counter, .epoll]).search(Self.seeds(50)) == nil)
  }

  @Test func `They agree about nested instances`() {
    #expect(
      Differential(kinds: [.epoll, .epoll, .epoll, .counter, .pipe], length: 60).search(Self.seeds(200))
        == nil)
  }

  @Test func `They agree about sockets of the network`() {
    let kinds: [Step.Opened] = [.tcp, .tcp, .tcpListener, .tcpSocket, .udp, .epoll]
    #expect(Differential(kinds: kinds, settles: true).search(Self.seeds(40)) == nil)
  }

  @Test func `They agree about terminals`() {
    let terminals = Differential(kinds: [.terminal, .epoll], settles: true)
    #expect(terminals.search(Self.seeds(50)) == nil)
  }
}
