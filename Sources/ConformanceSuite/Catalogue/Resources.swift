internal import Foundation

/// The suite's own files, which the package manager puts beside the program.
enum Resources {
  static let folder = "TwinLoop_ConformanceSuite.resources"

  /// Where a folder or a file of the suite's resources is.
  ///
  /// `Bundle.module` would do, but it ends the process where the folder is missing.
  static func path(of name: String) throws(CatalogueError) -> String {
    let places = [
      Bundle.main.bundleURL,
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent(),
    ]
    for place in places {
      let path = place.appendingPathComponent("\(folder)/\(name)").path
      if FileManager.default.fileExists(atPath: path) { return path }
    }
    throw .missingResources(places[0].appendingPathComponent(folder).path)
  }
}
