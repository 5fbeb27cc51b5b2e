import EpollCore
import ExampleSupport

/// Forwards bytes between a client and the other server, in both directions, until both have ended.
///
/// What one side sends waits in a channel until the other side takes it; meanwhile that side is not read.
final class ProxyConnection: Connection {
  private let client: Socket
  private let upstream: Socket
  private var requests = Channel()
  private var responses = Channel()
  private var clientWatch = Watch()
  private var upstreamWatch = Watch()
  private var isConnected = false

  init(_ client: consuming Socket, upstream: consuming Socket) {
    self.client = client
    self.upstream = upstream
  }

  func begin<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, ProxyConnection>) throws
  {
    try upstreamWatch.set(.writable, upstream.descriptor, .connection(self), on: &dispatcher)
  }

  func ready<Loop: EventLoop & ~Copyable>(
    _ token: Token, _ readiness: Readiness, on dispatcher: inout ServerDispatcher<Loop, ProxyConnection>
  ) throws {
    if !isConnected {
      try upstream.checkConnection()
      isConnected = true
    }
    // After a hangup or an error too, a read or a write says what it is.
    let isClient = token == clientWatch.token
    if readiness != .writable {
      if isClient { try forward() } else { try backward() }
    }
    if readiness != .readable {
      if isClient { try backward() } else { try forward() }
    }
    if requests.phase == .ended, responses.phase == .ended { throw ConnectionEnded() }
    try clientWatch.set(interest(requests, responses), client.descriptor, .connection(self), on: &dispatcher)
    try upstreamWatch.set(
      interest(responses, requests), upstream.descriptor, .connection(self), on: &dispatcher)
  }

  private func forward() throws { _ = try requests.move(from: client, to: upstream) }

  private func backward() throws { _ = try responses.move(from: upstream, to: client) }

  /// What a socket is to be watched for, with the channels that leave it and that lead to it.
  private func interest(_ leaving: borrowing Channel, _ leading: borrowing Channel) -> Interest {
    var interest: Interest = []
    if leaving.phase == .reading { interest.insert(.readable) }
    if leading.phase == .writing { interest.insert(.writable) }
    return interest
  }

  /// Does nothing: only the two sides know when they are done, so silent ones too are given the time to end.
  func finish<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, ProxyConnection>) {}

  func close<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, ProxyConnection>) {
    clientWatch.end(on: &dispatcher)
    upstreamWatch.end(on: &dispatcher)
  }
}
