internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A registered descriptor that is sent over a unix socket.
enum PassedDescriptor: LoopTrial {
  static var trial: Trial {
    Trial(
      "processes/passed-descriptor",
      "A registered descriptor that is sent over a unix socket stays registered; "
        + "what arrives is another one.",
      cites: ["man:unix(7)", "law:hands-off", "row:ghost-undeletable"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    var loop = try Loop(configuration)
    let channel = try OwnedPipe(cobjects_channel())
    var original: OwnedDescriptor? = try OwnedDescriptor(cobjects_eventfd(0, 0))
    let number = original?.number ?? -1
    let token = try loop.register(number, for: .readable, trigger: .level)
    log.see("sent", KernelAnswer.of(cobjects_send_descriptor(channel.write.number, number)), is: "done")
    raise(number)
    log.see("told while it is under way", try loop.told(of: token, .poll), is: "readable")
    let copy = try OwnedDescriptor(cobjects_receive_descriptor(channel.read.number))
    let copied = try loop.register(copy.number, for: .readable, trigger: .level)
    let told = Set(try loop.batch(.poll))
    log.see(
      "told of both",
      told == [.ready(token, .readable), .ready(copied, .readable)] ? "both" : "\(told.count)",
      is: "both")
    try loop.deregister(token)
    log.see("told of what arrived alone", try loop.told(of: copied, .poll), is: "readable")
    log.see(
      "sent again", KernelAnswer.of(cobjects_send_descriptor(channel.write.number, copy.number)), is: "done")
    try loop.deregister(copied)
    original = nil
    let last = try OwnedDescriptor(cobjects_receive_descriptor(channel.read.number))
    let lastToken = try loop.register(last.number, for: .readable, trigger: .level)
    log.see("told of what arrived last", try loop.told(of: lastToken, .poll), is: "readable")
    try loop.deregister(lastToken)
  }

  private static func raise(_ counter: CInt) {
    var one: UInt64 = 1
    write(counter, &one, 8)
  }
}
