internal import Foundation

/// A program that can be started as a backend's worker.
public struct WorkerProgram: Sendable {
  /// The backend's name.
  public var backend: String

  /// The program's path.
  public var executable: String

  /// What to do where it cannot be started, for a message.
  public var advice: String

  /// Names a program.
  public init(backend: String, executable: String, advice: String) {
    self.backend = backend
    self.executable = executable
    self.advice = advice
  }

  /// The running program itself.
  public static func thisProgram(_ backend: String) -> WorkerProgram {
    WorkerProgram(backend: backend, executable: "/proc/self/exe", advice: "")
  }

  /// A program in the folder of the running one.
  public static func besideThisProgram(_ name: String, backend: String, advice: String) -> WorkerProgram {
    let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    return WorkerProgram(
      backend: backend, executable: folder.appendingPathComponent(name).path, advice: advice)
  }
}
