/// What was recorded, in memory that was taken beforehand.
struct Trace {
  private(set) var records: [TraceRecord] = []
  let batchCapacity: Int

  /// The files that were registered, and which of them a token stands for.
  private(set) var allFiles: [TracedFile] = []
  var files: [UInt64: UInt32] = [:]

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

  /// The number of the file that a descriptor stands for: that of an earlier registration if it is the same.
  mutating func file(_ descriptor: CInt) -> UInt32 {
    let file = TracedFile(descriptor)
    if let place = allFiles.lastIndex(where: { $0.descriptor == descriptor }),
      allFiles[place].isSame(as: file)
    {
      return UInt32(place)
    }
    // With no room for the registration there is no need for its file.
    if dropped == 0 { allFiles.append(file) }
    return UInt32(max(0, allFiles.count - 1))
  }
}
