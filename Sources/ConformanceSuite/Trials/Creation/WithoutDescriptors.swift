internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// A loop that is made where few descriptors are left, or none.
enum WithoutDescriptors: LoopTrial {
  static var trial: Trial {
    Trial(
      "creation/without-descriptors",
      "A loop that has too few descriptors to be made is refused with EMFILE, and leaves none of them open.",
      cites: ["man:epoll_create(2)", "row:create-emfile", "law:refusals"], .loop(Self.self))
  }

  static func run<Loop: EventLoop & ~Copyable & SendableMetatype>(
    on type: Loop.Type, _ configuration: Loop.Configuration, _ log: inout TrialLog
  ) throws {
    let before = OpenDescriptors.current()
    let lowest = cobjects_lowest_free()
    var refusals: [String] = []
    var last = "never made"
    // With one descriptor more each time, until they do.
    for limit in Int64(lowest)..<Int64(lowest) + 100 {
      let usual = cobjects_limit_descriptors(limit)
      let outcome = outcome { () throws(LoopError) in _ = try Loop(configuration) }
      _ = cobjects_limit_descriptors(usual)
      if outcome == "done" {
        last = outcome
        break
      }
      refusals.append(outcome)
    }
    log.see("made with too few descriptors", inRounds: refusals, ["create: EMFILE"])
    log.see("made with enough of them", last, is: "done")
    log.see("left open", "\(OpenDescriptors.current().names(notIn: before))", is: "[]")
  }

  private static func outcome(of creation: () throws(LoopError) -> Void) -> String {
    do throws(LoopError) {
      try creation()
      return "done"
    } catch {
      return error.description
    }
  }
}
