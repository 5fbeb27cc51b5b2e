internal import Foundation
import Histogram
import Measuring

/// The times that answers took, of all rounds.
struct LatencyRecorder {
  /// Nanoseconds, to three digits; up to a minute.
  private var histogram = Histogram<UInt64>(
    highestTrackableValue: 60_000_000_000, numberOfSignificantValueDigits: .three)

  /// Adds the times in a file: nanoseconds as 64-bit numbers, in the machine's order of bytes.
  ///
  /// - Throws: ``MeasuringError/unreadable(command:output:)`` if the file cannot be read or is cut off.
  mutating func record(contentsOf path: String) throws {
    guard let data = FileManager.default.contents(atPath: path), data.count % 8 == 0 else {
      throw MeasuringError.unreadable(command: "echo-load", output: "no complete times in \(path)")
    }
    data.withUnsafeBytes { bytes in
      for offset in stride(from: 0, to: bytes.count, by: 8) {
        // Longer than a minute counts as a minute.
        let time = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        histogram.record(min(time, 60_000_000_000))
      }
    }
  }

  /// What came of it; nil if nothing was recorded.
  func summary(of implementation: Implementation) -> LatencySummary? {
    guard histogram.totalCount > 0 else { return nil }
    // Evenly spaced on the axis of the plot, on which 90, 99, 99.9 % … are equally far from each other.
    let percentiles = (0...80).map { 100 * (1 - pow(10, -Double($0) / 20)) }
    return LatencySummary(
      implementation: implementation,
      count: histogram.totalCount,
      p50: histogram.valueAtPercentile(50),
      p99: histogram.valueAtPercentile(99),
      p999: histogram.valueAtPercentile(99.9),
      greatest: histogram.max,
      curve: percentiles.map {
        LatencySummary.Point(percentile: $0, nanoseconds: histogram.valueAtPercentile($0))
      })
  }
}
