internal import Foundation
internal import Glibc

/// The machine that a run took place on.
public struct Environment: Codable, Hashable, Sendable {
  /// The kernel's release.
  public var kernel: String

  /// The machine's architecture.
  public var architecture: String

  /// The processor's name and the number of its cores.
  public var processor: String

  /// The compiler's version, as far as it can be known.
  public var swift: String

  /// The time of the run, in UTC.
  public var date: String

  /// Looks at the machine.
  public static func current() -> Environment {
    var name = utsname()
    uname(&name)
    let cores = ProcessInfo.processInfo.activeProcessorCount
    return Environment(
      kernel: text(&name.release), architecture: text(&name.machine),
      processor: "\(processorName) (\(cores) cores)", swift: swiftVersion,
      date: Date().formatted(.iso8601))
  }

  private static var processorName: String {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = information.split(separator: "\n").first { $0.hasPrefix("model name") }
    let name = line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    return name ?? "unknown processor"
  }

  private static var swiftVersion: String {
    #if compiler(>=6.4)
    "6.4 or later"
    #elseif compiler(>=6.3)
    "6.3"
    #else
    "6.2"
    #endif
  }

  private static func text<Characters>(_ characters: inout Characters) -> String {
    // Safety: uname(2) ends each of its arrays with zero, and the copy lives through the call.
    withUnsafeBytes(of: &characters) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}
