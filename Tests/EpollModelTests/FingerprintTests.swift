import Testing

@testable import EpollModel

@Suite struct FingerprintTests {
  /// The fingerprint of a kernel with an instance, a pipe and a counter, after some calls.
  private func fingerprint(
    _ calls: (inout ModelKernel, _ epoll: CInt, _ reader: CInt, _ counter: CInt) throws -> Void
  ) throws -> UInt64 {
    var kernel = ModelKernel()
    let epoll = try kernel.makeEpoll()
    let (reader, _) = try kernel.openPipe()
    let counter = try kernel.openCounter()
    try calls(&kernel, epoll, reader, counter)
    return kernel.fingerprint
  }

  @Test func `The hash is SplitMix64's, which no process seeds`() {
    #expect(StateHash.mix(0) == 0xE220_A839_7B1D_CDAF)
  }

  @Test func `Data are names: which they are does not matter, which are the same does`() throws {
    let watched = { (first: UInt64, second: UInt64) in
      try fingerprint { kernel, epoll, reader, counter in
        try kernel.control(epoll, .add, reader, events: .readable, data: first)
        try kernel.control(epoll, .add, counter, events: .readable, data: second)
      }
    }
    #expect(try watched(1, 2) == watched(9, 0))
    #expect(try watched(1, 2) != watched(5, 5))
  }

  @Test func `What was counted and written down does not matter`() throws {
    let plain = try fingerprint { kernel, _, _, counter in _ = try kernel.write(counter, 2) }
    let detour = try fingerprint { kernel, epoll, _, counter in
      kernel.journal = []
      try kernel.control(epoll, .add, counter, events: .readable)
      _ = try kernel.write(counter, 2)
      _ = try kernel.wait(epoll, 8)
      try kernel.control(epoll, .remove, counter)
      try kernel.close(try kernel.openCounter())
    }
    #expect(plain == detour)
  }

  @Test func `Time is what is left`() throws {
    let armed = { (before: UInt64, span: UInt64) in
      try fingerprint { kernel, _, _, _ in
        kernel.advance(by: before)
        try kernel.arm(try kernel.openTimer(), after: span)
      }
    }
    #expect(try armed(0, 5) == armed(1000, 5))
    #expect(try armed(0, 5) != armed(0, 6))
  }

  @Test func `A number that an entry still knows is told from one that is just free`() throws {
    let closed = { (isWatched: Bool) in
      try fingerprint { kernel, epoll, _, counter in
        let copy = try kernel.duplicate(counter)
        try kernel.control(epoll, .add, isWatched ? counter : copy, events: .readable)
        try kernel.close(counter)
      }
    }
    #expect(try closed(true) != closed(false))
  }

  @Test func `Threads that wait are in it by their number`() throws {
    let waiting = { (threads: Int) in
      try fingerprint { kernel, epoll, _, _ in
        for thread in 0..<threads { try kernel.beginWait(thread: thread, epoll, maximum: 1) }
      }
    }
    #expect(try Set((0..<3).map(waiting)).count == 3)
  }

  @Test func `Without the poll at delivery it matters what a wake said`() throws {
    let written = { (rules: ModelRules, isWoken: Bool) throws -> UInt64 in
      var kernel = ModelKernel(rules: rules)
      let epoll = try kernel.makeEpoll()
      let counter = try kernel.openCounter(initial: 1)
      try kernel.control(epoll, .add, counter, events: [.readable, .writable])
      if isWoken { try kernel.add(0, to: counter) }
      return kernel.fingerprint
    }
    #expect(try written(.linux, false) == written(.linux, true))
    let blind = ModelRules.linux.subtracting(.repollAtDelivery)
    #expect(try written(blind, false) != written(blind, true))
  }
}
