internal import CObjects
internal import EventLoopAPI
internal import Glibc

/// The hangup of a descriptor that is watched exclusively.
enum HangupWakesAll: KernelTrial {
  static var trial: Trial {
    Trial(
      "exclusive/hangup-wakes-all",
      "When the last writer of a pipe goes, all who watch its end exclusively wake.",
      cites: ["row:excl-hup-all", "kernel:fs/pipe.c#pipe_release"], .kernel(Self.self))
  }

  static func run(_ log: inout TrialLog) throws {
    let rounds = try (0..<200).map { _ in
      let ends = try PipeEnds(cobjects_pipe(1))
      defer { close(ends.read) }
      let sets = try (0..<8).map { _ in
        let set = try EpollSet()
        try set.add(ends.read, for: .readable, .exclusive)
        return set
      }
      let reports = try Sleepers.reports(at: sets) { sleepers in
        close(ends.write)
        _ = sleepers.awaitReturn(of: sets.count)
      }
      return "\(reports.count { $0.first?.readiness == .hangup }) of 8"
    }
    log.see("told of the hangup", inRounds: rounds, ["8 of 8"])
  }
}
