internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// What of a loop a program inherits that its process begins to run.
enum ClosedByExec: LoopTrial {
  static var trial: Trial {
    Trial(
      "processes/closed-by-exec", "No descriptor of a loop survives an exec.",
      cites: ["man:open(2)", "row:create1-flags", "law:hands-off"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let before = OpenDescriptors.current()
    var loop = try Loop(configuration)
    let counter = try EventCounter()
    let token = try loop.register(counter.number, for: .readable, trigger: .level)
    counter.raise()
    log.see("told", try loop.told(of: token, .poll), is: "readable")
    let own = OpenDescriptors.current().numbers(notIn: before).filter { $0 != counter.number }
    log.see("the loop has descriptors", "\(!own.isEmpty)", is: "true")
    log.see("of them open after an exec", try survivors(of: own), is: "none")
    try loop.deregister(token)
    // A descriptor that is meant to be inherited, to see that it would be seen.
    let inherited = dup(counter.number)
    defer { close(inherited) }
    log.see("another one open after it", try survivors(of: [inherited]), is: "some")
  }

  /// Whether some of these are open in a program that is started.
  private static func survivors(of descriptors: [CInt]) throws -> String {
    let list = descriptors.map { "\($0)" }.joined(separator: " ")
    let script = "for n in \(list); do if [ -e /proc/$$/fd/$n ]; then exit 1; fi; done"
    var process: pid_t = 0
    let result = CStrings.with(["sh", "-c", script]) { arguments in
      posix_spawn(&process, "/bin/sh", nil, nil, arguments, nil)
    }
    guard result == 0 else { throw ErrorCode(rawValue: result) }
    var status: CInt = 0
    waitpid(process, &status, 0)
    return status == 0 ? "none" : status == 1 << 8 ? "some" : "status \(status)"
  }
}
