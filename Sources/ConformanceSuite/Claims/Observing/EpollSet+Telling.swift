internal import EventLoopAPI

extension EpollSet {
  /// The descriptors, by their names, that a wait reports, if their numbers were given as data; or the error.
  func told(_ names: KeyValuePairs<String, CInt>, capacity: Int = 64) -> String {
    do throws(ErrorCode) {
      let reports = try wait(capacity)
      let told = names.filter { name in reports.contains { $0.data == UInt64(bitPattern: Int64(name.value)) }
      }
      return told.isEmpty ? "nothing" : told.map(\.key).joined(separator: ", ")
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }

  /// Waits, and says how many reports there are, or how it failed.
  func outcomeOfWaiting(milliseconds: CInt) -> String {
    do throws(ErrorCode) {
      let count = try wait(milliseconds: milliseconds).count
      return "\(count) report\(count == 1 ? "" : "s")"
    } catch {
      return ErrorName.of(error.rawValue)
    }
  }
}
