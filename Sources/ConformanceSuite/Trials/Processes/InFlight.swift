internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A registered descriptor that is closed while it is under way to somebody.
enum InFlight: KernelTrial {
  static var trial: Trial {
    Trial(
      "processes/closed-in-flight",
      "A registered descriptor that is closed while a message carries it "
        + "is told of until the message is gone.",
      cites: ["man:unix(7)", "man:epoll(7)", "row:child-keeps-alive"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let set = try EpollSet()
    let channel = try PipeEnds(cobjects_channel())
    let ends = try PipeEnds(cobjects_pipe(1))
    defer { close(ends.write) }
    try set.add(ends.read, data: 5)
    log.see("sent", KernelAnswer.of(cobjects_send_descriptor(channel.write, ends.read)), is: "done")
    close(ends.read)
    write(ends.write, "x", 1)
    log.see("told while the message is under way", "\(try set.wait().map(\.data))", is: "[5]")
    close(channel.write)
    close(channel.read)
    log.see("told when nobody can receive it", "\(try set.wait().map(\.data))", is: "[]")
  }
}
