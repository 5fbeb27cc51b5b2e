internal import Foundation

/// Where the figures were measured, and with which versions.
public struct Machine: Hashable, Codable, Sendable {
  /// The processor's name.
  public let processor: String

  /// The number of its cores that are in use.
  public let cores: Int

  /// The kernel's release.
  public let kernel: String

  /// What the tools and programs say of their versions.
  public let versions: [String]

  /// Describes the machine that the program runs on.
  public static func current(versions: [String]) -> Machine {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let release = (try? String(contentsOfFile: "/proc/sys/kernel/osrelease", encoding: .utf8)) ?? ""
    return Machine(
      processor: processor(in: information) ?? "unknown processor",
      cores: ProcessInfo.processInfo.activeProcessorCount,
      kernel: release.trimmingCharacters(in: .whitespacesAndNewlines),
      versions: versions
    )
  }

  /// The name in the text of /proc/cpuinfo.
  static func processor(in information: String) -> String? {
    for line in information.split(separator: "\n") where line.hasPrefix("model name") {
      let parts = line.split(separator: ":", maxSplits: 1)
      return parts.count == 2 ? parts[1].trimmingCharacters(in: .whitespaces) : nil
    }
    return nil
  }
}
