internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A TCP peer whose last word is lost on the way.
enum LostGoodbye: LoopTrial {
  static var trial: Trial {
    Trial(
      "hangup/lost-goodbye",
      "That a TCP peer has closed is not told before its word arrives: one end may be open alone.",
      cites: ["man:tcp(7)", "row:api-disconnect-mapping", "law:flags", "kernel:net/ipv4/tcp.c#tcp_poll"],
      .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    // In a child, which has a network of its own, whose packets can be lost.
    var child = try ForkedChild()
    if child.isRunningHere {
      guard cobjects_leave_network() == 0, cobjects_set_loopback(1) == 0 else {
        child.end(saying: "no network")
        return
      }
      say(child, type, configuration)
      child.end(saying: "done")
      return
    }
    let first = child.heard()
    if first == "no network" { return log.lacks("a network of its own") }
    log.see("told of the open connection", first, is: "writable")
    log.see("told when the peer has closed and nothing arrives", child.heard(), is: "writable")
    log.see("told when there is a way again", child.heard(), is: "readable peerClosed")
    log.see("the child's end", child.finish(), is: "done")
  }

  /// Says what a loop is told of a connection, step by step.
  private static func say<Loop: EventLoop & ~Copyable>(
    _ child: borrowing ForkedChild, _ type: Loop.Type, _ configuration: Loop.Configuration
  ) {
    do {
      var loop = try Loop(configuration)
      let ends = try ObjectTable.tcpPair()
      let token = try loop.register(
        ends[0], for: [.readable, .writable, .peerClosed], trigger: .level)
      child.say(try loop.told(of: token, .poll))
      _ = cobjects_set_loopback(0)
      close(ends[1])
      child.say(try loop.told(of: token, .poll))
      _ = cobjects_set_loopback(1)
      try loop.modify(token, for: [.readable, .peerClosed], trigger: .level)
      // TCP says it again before long.
      child.say(try loop.told(of: token, loop.patience))
      try loop.deregister(token)
      close(ends[0])
    } catch {
      child.say("\(error)")
    }
  }
}
