internal import CObjects
internal import EventLoopAPI
internal import Foundation

/// A child of this process, forked where it is made, that may say something and may be kept alive for a
/// while.
///
/// It is for a process with one thread. A child that its parent lets go of is killed.
struct ForkedChild: ~Copyable {
  /// Whether this is the child.
  let isRunningHere: Bool

  private let process: pid_t
  private let answer: OwnedDescriptor
  private let leash: OwnedDescriptor
  private var isReaped = false

  /// Forks: two processes return from here.
  ///
  /// - Throws: `ErrorCode` of pipe(2) or fork(2).
  init() throws(ErrorCode) {
    let answers = try OwnedPipe(cobjects_pipe(0))
    let leashes = try OwnedPipe(cobjects_pipe(0))
    // Safety: a worker has one thread when a trial begins, so no lock is held that the child would wait for.
    let process = cobjects_fork()
    guard process >= 0 else { throw ErrorCode(rawValue: -process) }
    self.process = process
    isRunningHere = process == 0
    if process == 0 {
      answer = answers.takeWrite()
      leash = leashes.takeRead()
    } else {
      answer = answers.takeRead()
      leash = leashes.takeWrite()
    }
  }

  deinit {
    guard !isRunningHere, !isReaped else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// In the child: waits until the parent calls ``release()`` or ends.
  func awaitRelease() {
    var byte: UInt8 = 0
    while read(leash.number, &byte, 1) < 0 {}
  }

  /// In the parent: lets the child go on.
  func release() {
    var byte: UInt8 = 0
    write(leash.number, &byte, 1)
  }

  /// In the child: says something, which the parent has from ``finish()``; may be done several times.
  func say(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    write(answer.number, bytes, bytes.count)
  }

  /// In the child: says something and ends, as abruptly as exec does; nothing that it holds is destroyed.
  ///
  /// It never returns, though its type does not say so: Swift would destroy everything before the call.
  func end(saying text: String) {
    say(text)
    cobjects_leave()
  }

  /// In the parent: waits until the child says something or ends, and returns a line of what it says.
  mutating func heard() -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while read(answer.number, &byte, 1) == 1, byte != 10 { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// In the parent: waits for the child's end, and returns the last line that it said, or how it died.
  consuming func finish() -> String {
    let last = heard()
    var status: CInt = 0
    waitpid(process, &status, 0)
    isReaped = true
    let signal = status & 0x7F
    return signal == 0 ? last : "died of \(SignalName.of(signal))"
  }
}
