/// What was recorded, in memory that was taken beforehand.
struct Trace {
  private(set) var records: [TraceRecord] = []
  let batchCapacity: Int

  /// The files that were registered, and which of them a token stands for.
  private(set) var allFiles: [TracedFile] = []
  private(set) var files: [UInt64: UInt32] = [:]

  /// The last file that each descriptor stood for.
  private var places: [CInt: Int] = [:]

  /// How many records there was no room for.
  private(set) var dropped: UInt64 = 0

  private let recordCapacity: Int

  init(recordCapacity: Int, batchCapacity: Int) {
    self.recordCapacity = recordCapacity
    self.batchCapacity = batchCapacity
    records.reserveCapacity(recordCapacity)
  }

  mutating func append(_ record: TraceRecord) {
    guard dropped == 0, records.count < recordCapacity else {
      dropped += 1
      return
    }
    records.append(record)
  }

  /// The number of the file that a descriptor stands for: that of an earlier registration if it is the same;
  /// nil if there is no room for it.
  mutating func file(_ descriptor: CInt) -> UInt32? {
    // With no room for the registration there is no need for its file.
    guard dropped == 0, records.count < recordCapacity else { return nil }
    let file = TracedFile(descriptor)
    if let place = places[descriptor], allFiles[place].isSame(as: file) { return UInt32(place) }
    places[descriptor] = allFiles.count
    allFiles.append(file)
    return UInt32(allFiles.count - 1)
  }

  /// Notes which file a token stands for.
  mutating func note(_ token: UInt64, as file: UInt32) {
    if dropped == 0 { files[token] = file }
  }
}
