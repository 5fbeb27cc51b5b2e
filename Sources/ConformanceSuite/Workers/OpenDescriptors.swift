internal import Foundation

/// The open descriptors of this process and what they name.
struct OpenDescriptors {
  private let targets: [String: String]

  /// Looks into /proc/self/fd; the descriptor of the look itself is not counted.
  static func current() -> OpenDescriptors {
    let directory = "/proc/self/fd"
    var targets: [String: String] = [:]
    for number in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
      guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\(number)")
      else { continue }
      targets[number] = target
    }
    return OpenDescriptors(targets: targets)
  }

  /// The numbers of what is open here and was not there.
  func numbers(notIn other: OpenDescriptors) -> [CInt] {
    targets.filter { other.targets[$0.key] != $0.value }.compactMap { CInt($0.key) }.sorted()
  }

  /// What is open here and was not there; without inode numbers, which differ from run to run.
  func names(notIn other: OpenDescriptors) -> [String] {
    targets.filter { other.targets[$0.key].map(Self.file) != Self.file($0.value) }
      .map { Self.withoutNumber($0.value) }.sorted()
  }

  /// The name that a file keeps when somebody deletes it: an inherited descriptor's may be at any time.
  private static func file(_ target: String) -> Substring {
    let mark = " (deleted)"
    return target.hasSuffix(mark) ? target.dropLast(mark.count) : target[...]
  }

  private static func withoutNumber(_ target: String) -> String {
    let parts = target.split(separator: ":", maxSplits: 1)
    let isNumbered = parts.count == 2 && parts[1].dropFirst().dropLast().allSatisfy(\.isNumber)
    return isNumbered ? String(parts[0]) : target
  }
}
