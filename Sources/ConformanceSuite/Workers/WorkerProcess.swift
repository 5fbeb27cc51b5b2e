internal import CObjects
internal import EventLoopAPI
internal import Foundation

/// A running worker, seen from the suite: it is killed when this goes.
struct WorkerProcess: ~Copyable {
  /// How a conversation ended, other than by an answer.
  enum Ending: Error {
    /// The worker died of a signal, or left; with what it wrote to standard error.
    case died(String, complaint: String)
    case timedOut
  }

  private let process: pid_t
  private let requests: OwnedDescriptor
  private let replies: OwnedDescriptor
  private let complaints: OwnedDescriptor
  private var buffer: [UInt8] = []
  private var isReaped = false

  /// Starts a program as the worker of a backend.
  ///
  /// - Throws: `ErrorCode` of posix_spawn(3), pipe(2) or memfd_create(2).
  init(_ program: WorkerProgram) throws(ErrorCode) {
    let complaints = try OwnedDescriptor(cobjects_memfd("complaints"))
    let request = try OwnedPipe(cobjects_channel())
    let reply = try OwnedPipe(cobjects_pipe(0))
    process = try Self.spawn(
      program.executable, [program.executable, BackendWorker.flag, program.backend],
      standard: [request.read.number, reply.write.number, complaints.number])
    self.complaints = complaints
    requests = request.takeWrite()
    replies = reply.takeRead()
  }

  deinit {
    guard !isReaped else { return }
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }

  /// Sends a message, and says whether somebody is there to read it.
  func send(_ message: some Encodable) throws -> Bool {
    var data = try JSONEncoder().encode(message)
    data.append(10)
    var sent = 0
    while sent < data.count {
      let count = data.withUnsafeBytes { bytes in
        Glibc.send(
          requests.number, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, CInt(MSG_NOSIGNAL))
      }
      if count < 0, errno != EINTR { return false }
      sent += max(0, count)
    }
    return true
  }

  /// Reads the next message, which must come within the time.
  ///
  /// - Parameter isSleepTheEnd: whether a worker that sleeps for good is not waited for so long.
  mutating func receive<Message: Decodable>(
    _ type: Message.Type, within limit: Duration, isSleepTheEnd: Bool = false
  ) throws -> Message {
    let deadline = ContinuousClock.now + limit
    var sleep = SleepWatch(process)
    while true {
      if let end = buffer.firstIndex(of: 10) {
        let line = Data(buffer[..<end])
        buffer.removeFirst(end + 1)
        return try JSONDecoder().decode(type, from: line)
      }
      let left = max(.zero, deadline - ContinuousClock.now)
      let span = isSleepTheEnd ? min(left, .milliseconds(25)) : left
      let milliseconds = CInt(clamping: Int64(span / .milliseconds(1)) + 1)
      let events = cobjects_poll(replies.number, CShort(POLLIN), milliseconds)
      if events <= 0 {
        guard left == .zero || isSleepTheEnd && sleep.isAsleepForGood() else { continue }
        throw Ending.timedOut
      }
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(replies.number, &bytes, bytes.count)
      guard count > 0 else { throw reap(by: deadline) }
      buffer += bytes[..<count]
    }
  }

  /// Waits for the end of a worker that has closed its output; one that lives on is as good as hung.
  private mutating func reap(by deadline: ContinuousClock.Instant) -> Ending {
    var status: CInt = 0
    while waitpid(process, &status, WNOHANG) != process {
      guard ContinuousClock.now < deadline else { return .timedOut }
      usleep(1000)
    }
    isReaped = true
    let signal = status & 0x7F
    let cause = signal == 0 ? "exit \((status >> 8) & 0xFF)" : SignalName.of(signal)
    return .died(cause, complaint: complaint)
  }

  /// The end of what the worker wrote to standard error.
  private var complaint: String {
    var bytes = [UInt8](repeating: 0, count: 4096)
    let size = lseek(complaints.number, 0, SEEK_END)
    let count = pread(complaints.number, &bytes, bytes.count, max(0, size - bytes.count))
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], standard: [CInt]
  ) throws(ErrorCode) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, descriptor) in standard.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, CInt(number))
    }
    // A crash is an expected verdict: printing a backtrace would cost a second each.
    let environment = ProcessInfo.processInfo.environment
      .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }.map { "\($0)=\($1)" }
    var process: pid_t = 0
    let result = CStrings.with(arguments) { arguments in
      CStrings.with(environment) { environment in
        posix_spawn(&process, executable, &actions, nil, arguments, environment)
      }
    }
    guard result == 0 else { throw ErrorCode(rawValue: result) }
    return process
  }
}
