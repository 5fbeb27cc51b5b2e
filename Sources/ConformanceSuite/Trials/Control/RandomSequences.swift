internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// Registrations that come and go at random.
enum RandomSequences: LoopTrial {
  static var trial: Trial {
    Trial(
      "control/random-sequences",
      "Whatever is registered, modified, ended and closed, "
        + "each wait tells exactly what poll(2) tells of the rest.",
      cites: ["row:ctl-random-sequences", "law:live", "law:level"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var numbers = RandomNumbers(seed: 1)
    var loop = try Loop(configuration)
    var pairs = try (0..<12).map { _ in try SocketPair() }
    let rounds = try (0..<1500).map { _ in
      try step(&pairs, &loop, &numbers)
      let told = Set(try loop.batch(.poll))
      let expected = Set(pairs.flatMap(\.expected))
      return told == expected ? "the same" : "\(told.count) events, \(expected.count) of poll(2)"
    }
    for place in pairs.indices {
      try pairs[place].end(in: &loop)
      pairs[place].close()
    }
    log.see("a wait and poll(2)", inRounds: rounds, ["the same"])
  }

  /// Does one thing at random to one of two connected sockets.
  private static func step<Loop: EventLoop & ~Copyable>(
    _ pairs: inout [SocketPair], _ loop: inout Loop, _ numbers: inout RandomNumbers
  ) throws {
    let (place, end) = (numbers.below(pairs.count), numbers.below(2))
    let interest = numbers.one(of: [.readable, .writable, [.readable, .writable]] as [Interest])
    let descriptor = pairs[place].descriptors[end]
    switch (numbers.below(6), pairs[place].registrations[end]) {
    case (0...1, nil):
      let token = try loop.register(descriptor, for: interest, trigger: .level)
      pairs[place].registrations[end] = (token, interest)
    case (0...1, let registration?):
      try loop.modify(registration.token, for: interest, trigger: .level)
      pairs[place].registrations[end] = (registration.token, interest)
    case (2, let registration?):
      try loop.deregister(registration.token)
      pairs[place].registrations[end] = nil
    case (3, _):
      // The numbers of what is closed are those of what is opened next.
      try pairs[place].end(in: &loop)
      pairs[place].close()
      pairs[place] = try SocketPair()
    case (4, _):
      var byte: UInt8 = 0
      read(descriptor, &byte, 1)
    default:
      var byte: UInt8 = 0
      write(descriptor, &byte, 1)
    }
  }
}
