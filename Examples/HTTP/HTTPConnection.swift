import EpollCore
import ExampleSupport

/// Answers one client's requests, one after the other, as fast as it reads the responses.
final class HTTPConnection: Connection {
  private static let headLimit = 8192

  private let socket: Socket
  private let site: Site

  /// What was received and not yet answered: less than one head and one read.
  private var received: [UInt8] = []

  /// How much of it was searched for the end of a head.
  private var searched = 0

  /// The response that is being sent.
  private var response: Response?
  private var unsent = 0..<0

  /// Whether there will be no further response; what comes is dropped until the client has closed, as closing
  /// first would take away from it what it has not read.
  private var isDone = false

  /// Whether the server ends, so that a response is the last one.
  private var isFinishing = false

  /// When the client has taken too long.
  private var deadline: Instant = .endOfTime
  private var token: Token?
  private var timer: TimerToken?
  private var interest: Interest = .readable

  init(_ socket: consuming Socket, _ site: Site) {
    self.socket = socket
    self.site = site
  }

  func begin<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, HTTPConnection>) throws
  {
    token = try dispatcher.register(socket.descriptor, for: interest, handler: .connection(self))
    deadline = dispatcher.now + site.timeLimit
    timer = try dispatcher.schedule(at: deadline, handler: .connection(self))
  }

  func ready<Loop: EventLoop & ~Copyable>(
    _ token: Token, _ readiness: Readiness, on dispatcher: inout ServerDispatcher<Loop, HTTPConnection>
  ) throws {
    let hasMore = try advance(now: dispatcher.now)
    let wanted: Interest = response == nil && !hasMore ? .readable : .writable
    guard wanted != interest else { return }
    interest = wanted
    try dispatcher.modify(token, for: wanted)
  }

  /// Sends, answers and reads until there is nothing to do; true if there still is, but others are to have
  /// their turn.
  private func advance(now: Instant) throws -> Bool {
    for _ in 0..<16 {
      if let response {
        guard try send(response, now) else { return false }
      } else if isDone {
        guard let count = try socket.read(into: site.scratch) else { return false }
        if count == 0 { throw ConnectionEnded() }
      } else if try !answer(), try !receive(now) {
        return false
      }
    }
    return true
  }

  /// Sends what there is room for; false if something is left.
  private func send(_ response: Response, _ now: Instant) throws -> Bool {
    let count = try response.bytes.withUnsafeBytes {
      try socket.write(UnsafeRawBufferPointer(rebasing: $0[unsent]))
    }
    unsent = unsent.lowerBound + count..<unsent.upperBound
    if count > 0 { deadline = now + site.timeLimit }
    guard unsent.isEmpty else { return false }
    self.response = nil
    if !response.keepsOpen { end() }
    return true
  }

  /// Begins the response to the next request; false if there is none yet.
  private func answer() throws -> Bool {
    do throws(Site.Refusal) {
      guard let end = try endOfHead() else { return false }
      let head = try RequestHead(received[..<end])
      let response = site.response(to: received[head.path], keepsOpen: head.keepsOpen && !isFinishing)
      begin(response, withBody: !head.isHead)
      received.removeFirst(end)
      searched = 0
    } catch {
      begin(site.response(error), withBody: true)
    }
    return true
  }

  /// The end of the first head that was received; nil if it is not there yet.
  private func endOfHead() throws(Site.Refusal) -> Int? {
    // An empty line before a request is to be overlooked (RFC 9112, section 2.2).
    while searched == 0, received.starts(with: "\r\n".utf8) { received.removeFirst(2) }
    while let end = received[searched...].firstIndex(of: UInt8(ascii: "\n")) {
      searched = end + 1
      guard received[..<end].suffix(2).elementsEqual("\n\r".utf8) else { continue }
      guard end < Self.headLimit else { throw .head }
      return searched
    }
    searched = received.count
    guard received.count < Self.headLimit else { throw .head }
    return nil
  }

  /// Reads once; false if there is nothing.
  private func receive(_ now: Instant) throws -> Bool {
    guard let count = try socket.read(into: site.scratch) else {
      if isFinishing, received.isEmpty { end() }
      return false
    }
    if count == 0 { throw ConnectionEnded() }
    if received.isEmpty { deadline = now + site.timeLimit }
    received.append(contentsOf: site.scratch[..<count])
    return true
  }

  private func begin(_ response: Response, withBody: Bool) {
    self.response = response
    unsent = 0..<(withBody ? response.bytes.count : response.headLength)
  }

  private func end() {
    socket.endWriting()
    isDone = true
    received = []
  }

  func due<Loop: EventLoop & ~Copyable>(
    _ timer: TimerToken, on dispatcher: inout ServerDispatcher<Loop, HTTPConnection>
  ) throws {
    let now = dispatcher.now
    // What has come in time is looked at first: where many clients are ready, its event may be in a later
    // batch.
    if now >= deadline, let token { try ready(token, [], on: &dispatcher) }
    if now >= deadline {
      // Who has begun a request is told; who has not, or does not read, is not.
      guard !received.isEmpty, response == nil, !isDone, let token else { throw ConnectionEnded() }
      begin(site.response(.late), withBody: true)
      deadline = now + site.timeLimit
      try ready(token, .writable, on: &dispatcher)
    }
    self.timer = try dispatcher.schedule(at: deadline, handler: .connection(self))
  }

  func finish<Loop: EventLoop & ~Copyable>(
    on dispatcher: inout ServerDispatcher<Loop, HTTPConnection>
  ) throws {
    // A client that has asked for nothing is not waited for: it may keep its connection for later.
    if response == nil, !isDone, received.isEmpty, try !receive(dispatcher.now) { throw ConnectionEnded() }
    isFinishing = true
    if let token { try ready(token, .readable, on: &dispatcher) }
  }

  func close<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, HTTPConnection>) {
    if let token { try? dispatcher.deregister(token) }
    if let timer { dispatcher.cancel(timer) }
  }
}
