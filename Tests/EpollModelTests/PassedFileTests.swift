import EpollModel
import Testing

/// Files that are sent over unix sockets, of which scenarios see the effects alone.
@Suite struct PassedFileTests {
  @Test func `A file on its way is open, also without a descriptor`() throws {
    var kernel = ModelKernel()
    let (near, far) = try kernel.openSocketPair(.stream)
    let (reader, writer) = try kernel.openPipe()
    try kernel.send(reader, over: near)
    try kernel.close(reader)
    _ = try kernel.write(writer, 1)
    let received = try #require(try kernel.receive(from: far))
    #expect(try kernel.read(received, 1) == 1)
    #expect(try kernel.unread(far) == 0)
  }

  @Test(arguments: [SocketPairKind.stream, .datagram, .seqpacket])
  func `With the socket that it goes to a file on its way is closed`(kind: SocketPairKind) throws {
    var kernel = ModelKernel()
    let (near, far) = try kernel.openSocketPair(kind)
    let (reader, writer) = try kernel.openPipe()
    try kernel.send(reader, over: near)
    try kernel.close(reader)
    try kernel.close(far)
    #expect(throws: ModelError.brokenPipe) { try kernel.write(writer, 1) }
    #expect(kernel.coverage.contains(.descriptorDropped))
  }

  @Test func `What a message carries is part of the state`() throws {
    func fingerprint(sending: Bool, isPipe: Bool = true) throws -> UInt64 {
      var kernel = ModelKernel()
      let (near, _) = try kernel.openSocketPair(.stream)
      let (reader, _) = try kernel.openPipe()
      let counter = try kernel.openCounter()
      if sending {
        try kernel.send(isPipe ? reader : counter, over: near)
      } else {
        _ = try kernel.write(near, 1)
      }
      return kernel.fingerprint
    }
    #expect(try fingerprint(sending: true) == fingerprint(sending: true))
    #expect(try fingerprint(sending: true) != fingerprint(sending: false))
    #expect(try fingerprint(sending: true) != fingerprint(sending: true, isPipe: false))
  }

  @Test func `A receipt that an error prevents leaves the file where it is`() throws {
    var kernel = ModelKernel()
    let (near, far) = try kernel.openSocketPair(.stream)
    let (reader, _) = try kernel.openPipe()
    try kernel.send(reader, over: near)
    kernel.descriptorLimit = kernel.openDescriptorCount + 3
    #expect(throws: ModelError.tooManyFiles) { try kernel.receive(from: far) }
    kernel.descriptorLimit += 1
    #expect(try kernel.receive(from: far) != nil)
  }
}

/// A look at data, and kinds that little can be done with.
@Suite struct LookingTests {
  @Test func `A look changes nothing but an error that it uses up`() throws {
    var kernel = ModelKernel()
    let (near, far) = try kernel.openUDPPair()
    _ = try kernel.write(far, 5)
    let before = kernel.fingerprint
    #expect(try kernel.peek(near, 100) == 5)
    #expect(kernel.fingerprint == before)
    try kernel.close(far)
    _ = try kernel.write(near, 1)
    #expect(throws: ModelError.connectionRefused) { try kernel.peek(near, 100) }
    #expect(try kernel.peek(near, 100) == 5)
  }

  @Test func `A look passes over an urgent byte and leaves it there, and a read takes it away`() throws {
    var kernel = ModelKernel()
    let (near, far) = try kernel.openTCPPair()
    try kernel.sendUrgent(far)
    let before = kernel.fingerprint
    #expect(throws: ModelError.wouldBlock) { try kernel.peek(near, 1) }
    #expect(kernel.fingerprint == before)
    #expect(throws: ModelError.wouldBlock) { try kernel.read(near, 1) }
    #expect(kernel.fingerprint != before)
  }

  @Test func `A descriptor that only names a file is open, and no file to any call but a few`() throws {
    var kernel = ModelKernel()
    let path = try kernel.openPlainFile(.path)
    let epoll = try kernel.makeEpoll()
    #expect(throws: ModelError.badDescriptor) { try kernel.control(epoll, .add, path) }
    #expect(throws: ModelError.badDescriptor) { try kernel.poll(path, .readable) }
    #expect(throws: ModelError.badDescriptor) { try kernel.setBlocking(path, false) }
    #expect(kernel.isOpen(path))
    try kernel.close(try kernel.duplicate(path))
    try kernel.close(path)
    #expect(!kernel.isOpen(path))
  }

  @Test func `A line that goes on is part of the state, and a slave in raw mode has none`() throws {
    func fingerprint(_ isCanonical: Bool, _ bytes: Int) throws -> UInt64 {
      var kernel = ModelKernel()
      let (master, _) = try kernel.openPseudoterminal(isCanonical: isCanonical)
      _ = try kernel.write(master, bytes)
      return kernel.fingerprint
    }
    #expect(try fingerprint(true, 1) != fingerprint(true, 2))
    #expect(try fingerprint(true, 1) != fingerprint(false, 1))
  }
}
