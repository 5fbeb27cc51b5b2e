/// An open file, which descriptors refer to (`struct file`).
struct OpenFile: ArenaElement, Sendable {
  var kind: ModelFileKind
  /// Where the array of its kind has it.
  var object: Place
  /// The descriptors that refer to it.
  var references: Int32 = 1
  var isBlocking = false
  /// The writers that a FIFO had had when this file was opened for reading without any (`f_pipe`).
  var writersBefore: UInt32 = 0
  /// The epoll items that watch it (`f_ep`).
  var firstItem = nowhere
  var nextFree = nowhere

  static let blank = OpenFile(kind: .null, object: nowhere, references: 0)
}
