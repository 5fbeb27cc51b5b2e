import EpollCore
import EventLoopAPI
import Testing

@testable import ConformanceSuite

@Suite("Generated programs")
struct ProgramGeneratorTests {
  private func lines(
    _ count: Int, seed: UInt64 = 1, block: Int = 0, of alphabet: Alphabet = .all, length: Int = 8
  ) -> [String] {
    ProgramGenerator.programs(count, seed: seed, block: block, of: alphabet, length: length).map(
      \.scenario.line)
  }

  /// Whoever changes what a seed means has to change this as well, and to say so: findings are told by seed
  /// and number.
  @Test("a seed gives the same programs on every machine and in every version")
  func sameForEver() {
    #expect(lines(3, of: .small, length: 5) == Self.firstPrograms)
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in lines(200).joined(separator: "\n").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    #expect(hash == 2_001_310_540_743_131_976)
  }

  private static let firstPrograms = [
    "open a = eventfd; register a readable oneShot; drain a; wait; wait",
    "open a b = unix-seqpacket; open c = dup a; register b readable priority edge; open d = eventfd; wait",
    "open a b = unix-seqpacket; open c = dup a; register b readable writable; "
      + "register c writable priority edge; wait 200us",
  ]

  @Test("seed, block, alphabet and length give the same programs again, and another of them gives others")
  func dependence() {
    let programs = lines(30)
    #expect(lines(30) == programs)
    #expect(Array(lines(40).prefix(30)) == programs)
    #expect(lines(30, seed: 2) != programs && lines(30, block: 1) != programs)
    #expect(Set(lines(30, seed: 2)).isDisjoint(with: lines(30, block: 1)))
    #expect(lines(30, of: .small) != programs && lines(30, length: 9) != programs)
  }

  @Test("every program has the length that was asked for, and ends with a wait", arguments: [2, 3, 8, 26])
  func length(_ length: Int) {
    for program in ProgramGenerator.programs(40, length: length) {
      #expect(program.scenario.steps.count == length)
      #expect(program.predicted.count == length)
      #expect(program.scenario.steps.last?.action.isWait == true)
    }
  }

  @Test("every program is read back from its text, with the same model's word for it", arguments: [8, 20])
  func written(_ length: Int) throws {
    for program in ProgramGenerator.programs(200, length: length) {
      let copy = try ScenarioParser.parse(program.source, id: "", file: "generated")
      #expect(copy.line == program.scenario.line)
      #expect(copy.steps.map(\.action) == program.scenario.steps.map(\.action))
      #expect(copy.steps.map(\.moment) == program.scenario.steps.map(\.moment))
      #expect(copy.steps.map(\.loop) == program.scenario.steps.map(\.loop))
      #expect(Oracle().prediction(for: copy) == program.predicted, "\(program.source)")
    }
  }

  @Test("no program waits without limit for what need not come")
  func endless() throws {
    let programs = ProgramGenerator.programs(1000)
    #expect(programs.contains { $0.scenario.steps.contains { $0.action == .wait(.forever) } })
    for program in programs {
      #expect(!program.scenario.isEndless, "\(program.source)")
    }
    #expect(try Scenario.line("open e = eventfd; register e readable; wait forever").isEndless)
    #expect(try !Scenario.line("open e = eventfd initial=1; register e readable; wait forever").isEndless)
  }

  @Test(
    "what the alphabet leaves out is in no program, and what it has is in some",
    arguments: Alphabet.Letters.allCases)
  func alphabet(_ letters: Alphabet.Letters) {
    let others = Alphabet(Set(Alphabet.Letters.allCases).subtracting([letters]))
    let traces = ProgramGenerator.programs(150, of: others).filter { $0.scenario.shows(letters) }
    #expect(traces.isEmpty, "\(traces.first?.source ?? "")")
    // What a few sets need: something to look at, and something to be registered.
    let some = Alphabet([.pipes, .counters, letters])
    #expect(ProgramGenerator.programs(200, of: some).contains { $0.scenario.shows(letters) })
  }

  @Test("an alphabet is known by its sets' names, and loses what a backend lacks")
  func names() throws {
    #expect(Alphabet(names: Alphabet.all.names) == .all)
    #expect(Alphabet(names: ["pipes", "sockets"]) == nil)
    #expect(Alphabet(names: ["one-shot", "edge"])?.names == ["edge", "one-shot"])
    var capabilities = EpollLoop.capabilities
    #expect(Alphabet.all.supported(by: capabilities) == .all)
    capabilities.edge = .absent
    capabilities.oneShot = .emulated
    capabilities.wakeUp = .absent
    #expect(
      Set(Alphabet.all.letters).subtracting(Alphabet.all.supported(by: capabilities).letters) == [
        .edge, .exclusive,
      ])
  }
}

extension Scenario {
  /// Whether something in it belongs to a set of the alphabet.
  fileprivate func shows(_ letters: Alphabet.Letters) -> Bool {
    switch letters {
    case .delivery: steps.contains { $0.moment.deliveringLoop != nil }
    case .meanwhile: steps.contains { $0.moment == .meanwhile }
    case .loops: hasSecondLoop
    case .batches: batchCapacity != nil || steps.contains { $0.action.shows(letters) }
    default: steps.contains { $0.action.shows(letters) }
    }
  }
}

extension Action {
  fileprivate func shows(_ letters: Alphabet.Letters) -> Bool {
    switch self {
    case .open(_, .plain(let kind), let options):
      kind.letters == letters || (letters == .modes && options.isBlocking)
        || (letters == .descriptors && options.reusing != nil)
    case .open: letters == .descriptors
    case .object(_, .close): letters == .descriptors
    case .object(_, .mode): letters == .modes
    case .register(_, _, let trigger), .modify(_, _, let trigger): trigger.shows(letters)
    case .nest(_, _, let events): letters == .nested || Trigger(rawValue: events).shows(letters)
    case .unnest: letters == .nested
    case .schedule, .cancel: letters == .timers
    case .wake: letters == .wakes
    case .collect: letters == .batches
    case .embed, .end: letters == .embedding
    case .signals: letters == .signals
    case .object, .connect, .accept, .send, .receive, .deregister, .wait: false
    }
  }
}

extension Trigger {
  fileprivate func shows(_ letters: Alphabet.Letters) -> Bool {
    switch letters {
    case .edge: contains(.edge)
    case .oneShot: contains(.oneShot)
    case .exclusive: contains(.exclusive) || contains(.wakeUp)
    default: false
    }
  }
}

extension ObjectKind.Plain {
  /// The set that it belongs to; nil for the one that no program opens.
  fileprivate var letters: Alphabet.Letters? {
    switch self {
    case .pipe, .fifo: .pipes
    case .unixStream, .unixDatagram, .unixSeqpacket, .unixListener, .unixSocket: .unix
    case .tcp, .tcpListener, .tcpSocket, .tcpConnecting, .udp, .udpSocket: .internet
    case .eventfd, .timerfd, .signalfd, .pidfd: .counters
    case .pty: .terminals
    case .file, .null, .mounts, .sysfs, .inotify, .directory, .random, .urandom, .status, .path: .files
    case .epoll: .nested
    case .hostname: nil
    }
  }
}
