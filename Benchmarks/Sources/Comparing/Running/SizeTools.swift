internal import Foundation
import Measuring

/// The tools that tell what a program takes on the disk.
public struct SizeTools {
  private let copies: StrippedCopies
  private let ldd: Tool

  /// Finds the tools.
  ///
  /// - Throws: ``MeasuringError/missing(_:remedy:)`` if one of them is not there.
  public init() throws {
    copies = try StrippedCopies()
    ldd = try Tool("ldd", remedy: "apt-get install libc-bin")
  }

  /// The bytes of a program without what debuggers need.
  func strippedSize(of path: String) throws -> Int {
    try Self.size(of: copies.path(of: path))
  }

  /// The shared libraries that a program loads, but those of the C library, which each process has.
  func libraries(of path: String) throws -> [String] {
    Self.libraries(inReport: try ldd.run([path]))
  }

  /// The paths in ldd's lines, such as `libuv.so.1 => /lib/libuv.so.1 (0x7f00)`.
  static func libraries(inReport report: String) -> [String] {
    let ofTheSystem = ["libc.so", "libm.so", "libpthread.so", "libdl.so", "librt.so"]
    return report.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").map { $0.trimmingCharacters(in: .whitespaces) }
      guard words.count >= 3, words[1] == "=>", words[2].hasPrefix("/"),
        !ofTheSystem.contains(where: words[0].hasPrefix)
      else { return nil }
      return words[2]
    }
  }

  /// The bytes of a file; a link leads to what it names.
  static func size(of path: String) throws -> Int {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    guard let size = attributes?[.size] as? Int else {
      throw MeasuringError.missing(path, remedy: "its size cannot be read")
    }
    return size
  }
}
