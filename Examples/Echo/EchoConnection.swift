import ArgumentParser
import EpollCore
import ExampleSupport

/// Returns to one client what it sends, until it ends its stream.
final class EchoConnection: Connection {
  /// How the socket is registered, and so what is to be done after each event.
  enum Mode: String, ExpressibleByArgument {
    /// Told for as long as it is ready: the interest says what for.
    case level

    /// Told when something arrives or room comes: all of it is to be taken.
    case edge

    /// Told once: to be armed after each event.
    case oneShot = "one-shot"
  }

  private let socket: Socket
  private let mode: Mode
  private var channel = Channel()
  private var token: Token?
  private var interest: Interest = .readable

  init(_ socket: consuming Socket, _ mode: Mode) {
    self.socket = socket
    self.mode = mode
  }

  func begin<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, EchoConnection>) throws
  {
    if mode == .edge { interest = [.readable, .writable] }
    token = try dispatcher.register(
      socket.descriptor, for: interest, trigger: trigger, handler: .connection(self))
  }

  func ready<Loop: EventLoop & ~Copyable>(
    _ token: Token, _ readiness: Readiness, on dispatcher: inout ServerDispatcher<Loop, EchoConnection>
  ) throws {
    let hasMore = try channel.move(from: socket, to: socket, reads: mode == .edge ? 16 : 1)
    if channel.phase == .ended { throw ConnectionEnded() }
    let wanted = wantedInterest(hasMore)
    switch mode {
    case .level where wanted != interest: try dispatcher.modify(token, for: wanted)
    // Others are to have their turn before the rest, which nothing would tell of but the arming.
    case .edge where hasMore: try dispatcher.modify(token, for: interest, trigger: .edge)
    case .oneShot: try dispatcher.modify(token, for: wanted, trigger: .oneShot)
    case .level, .edge: break
    }
    if mode != .edge { interest = wanted }
  }

  private func wantedInterest(_ hasMore: Bool) -> Interest {
    switch channel.phase {
    case .writing: .writable
    // That nothing more has come, no event would tell.
    case .reading where hasMore && channel.isFinishing: [.readable, .writable]
    case .reading, .discarding, .ended: .readable
    }
  }

  func finish<Loop: EventLoop & ~Copyable>(
    on dispatcher: inout ServerDispatcher<Loop, EchoConnection>
  ) throws {
    channel.finish()
    // Armed anew also if it is silent, so that it finds that nothing more has come.
    if let token { try ready(token, [], on: &dispatcher) }
  }

  func close<Loop: EventLoop & ~Copyable>(on dispatcher: inout ServerDispatcher<Loop, EchoConnection>) {
    if let token { try? dispatcher.deregister(token) }
  }

  private var trigger: Trigger {
    switch mode {
    case .level: .level
    case .edge: .edge
    case .oneShot: .oneShot
    }
  }
}
