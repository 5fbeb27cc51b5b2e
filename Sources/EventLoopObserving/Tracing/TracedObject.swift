internal import EventLoopAPI

/// A traced file as an object of the scenario that is being written: what the steps so far have made of it.
struct TracedObject {
  let file: TracedFile

  /// Its name, and that of the end that the scenario itself writes to or reads from.
  let name: String
  let peer: String

  /// The bytes that lie there to be read, at most as many as are written for; messages and counts count as
  /// one.
  var bytes = 0

  var isHalfClosed = false
  var isPeerClosed = false
  var isFull = false
  var hasUrgent = false
  var hasError = false
  var isOwnHalfShut = false

  /// The connections that a listener has not accepted, and how many there were.
  var pending: [String] = []
  var connections = 0

  /// What is registered of it, and whether that was told of since.
  var interest: Interest = []
  var trigger: Trigger = .level
  var isArmed = false
  var isRegistered = false
  var token: UInt64 = 0

  /// Why no more is written of it; nil as long as it is followed.
  private(set) var leftOut: String?

  init(_ file: TracedFile, number: Int) {
    self.file = file
    name = "d\(number)"
    peer = "p\(number)"
  }

  private static var mostBytes: Int { 4096 }

  /// The step that makes it; nil if there is no word for it.
  var opening: String? {
    guard let kind = file.kind else { return nil }
    guard kind.hasTwoEnds else { return "open \(name) = \(kind.rawValue)" }
    let ends = file.isSecondEnd ? "\(peer) \(name)" : "\(name) \(peer)"
    return "open \(ends) = \(kind.rawValue)"
  }

  /// How many numbers it takes in a replay, where none is used again.
  var numbers: Int {
    isListener ? 1 + 2 * Self.mostConnections : file.kind?.hasTwoEnds == true ? 2 : 1
  }

  private static var mostConnections: Int { 100 }

  private var isListener: Bool { file.kind == .unixListener || file.kind == .tcpListener }
}

extension TracedObject {
  /// The steps after which the kernel says of it what was seen, as far as there are such steps.
  ///
  /// If there are none it is left out.
  mutating func steps(to readiness: Readiness, bytes seen: Int) -> [String] {
    guard let kind = file.kind else { return [] }
    var steps: [String] = []
    if hasUrgent, readiness != self.readiness || seen != bytes {
      guard bytes == 0, seen == 0, readiness.union(.priority) == self.readiness else {
        leaveOut("where among other bytes an urgent one stands is not seen")
        return []
      }
      steps.append("read-urgent \(name)")
      hasUrgent = false
    }
    if hasError, !readiness.contains(.error) {
      // Before anything is read, which would meet it.
      steps.append("take-error \(name) -> \(kind == .tcp && isHalfClosed ? "EPIPE" : "ECONNRESET")")
      hasError = false
    }
    if readiness.contains(.writable), isFull, !isPeerClosed {
      steps.append("drain \(peer)")
      isFull = false
    }
    steps += readSteps(kind, toHave: target(kind, readiness, seen))
    if readiness.contains(.priority), !hasUrgent, kind == .tcp {
      steps.append("send-urgent \(peer)")
      hasUrgent = true
    }
    if !readiness.contains(.writable), !isFull, !isPeerClosed, isWritten(kind) {
      steps.append("fill \(name)")
      isFull = true
    }
    steps += closingSteps(kind, readiness)
    if let brought = self.readiness, brought != readiness {
      leaveOut("what made it '\(readiness)' has no steps here: they make it '\(brought)'")
    }
    return steps
  }

  /// Ends what is written of it.
  mutating func leaveOut(_ reason: String) {
    if leftOut == nil { leftOut = reason }
  }

  /// What the kernel says of it after the steps so far; nil where that is not known.
  var readiness: Readiness? {
    let isEnded = isHalfClosed || isPeerClosed
    let input: Readiness = bytes > 0 ? .readable : []
    let room: Readiness = isFull ? [] : .writable
    switch file.kind {
    case .pipe, .fifo:
      return file.isSecondEnd
        ? room.union(isPeerClosed ? .error : []) : input.union(isPeerClosed ? .hangup : [])
    case .unixStream, .unixSeqpacket, .tcp:
      var readiness = input.union(isEnded ? [.readable, .peerClosed] : [])
      readiness.formUnion(isPeerClosed || isOwnHalfShut ? [.writable, .hangup] : room)
      readiness.formUnion(hasError ? .error : [])
      return readiness.union(hasUrgent ? .priority : [])
    case .unixDatagram, .udp, .eventfd: return input.union(room)
    case .timerfd, .signalfd, .inotify: return input
    case .unixListener, .tcpListener: return pending.isEmpty ? [] : .readable
    case .epoll: return []
    case .tcpSocket, .unixSocket: return [.writable, .hangup]
    case .udpSocket: return .writable
    case .pidfd: return .readable
    case .random, .urandom: return [.readable, .writable]
    case .pty, .file, .null, .directory, nil: return nil
    }
  }

  /// How much is to lie there: for what has no bytes one if it can be read, and none if not.
  private func target(_ kind: TracedFile.Kind, _ readiness: Readiness, _ seen: Int) -> Int {
    guard readiness.contains(.readable) else { return 0 }
    guard kind.isStream || kind.hasMessages else { return 1 }
    // Not all that can be read is counted: what lies before an urgent byte, or a message without bytes, is
    // not.
    let hasEnded = !readiness.isDisjoint(with: [.peerClosed, .hangup, .error])
    return min(hasEnded ? seen : max(1, seen), Self.mostBytes)
  }

  private mutating func readSteps(_ kind: TracedFile.Kind, toHave target: Int) -> [String] {
    let isEnded = isPeerClosed || isHalfClosed
    guard target != bytes, !isEnded || (kind.hasMessages ? target == 0 : target < bytes) else { return [] }
    defer { bytes = target }
    if isListener { return connectionSteps(target) }
    if kind.isStream {
      // A terminal's slave may be read, and its master too.
      return target > bytes ? ["write \(peer) \(target - bytes)"] : ["read \(name) \(bytes - target)"]
    }
    if kind.hasMessages {
      // How many messages there are is not told: of several one stands for all.
      return target == 0 ? ["drain \(name)"] : bytes == 0 ? ["write \(peer) \(target)"] : []
    }
    return target > bytes ? arrival(kind) : departure(kind)
  }

  /// The steps by which something new comes, where nothing is counted in bytes.
  private func arrival(_ kind: TracedFile.Kind) -> [String] {
    switch kind {
    case .eventfd: ["write \(name) 1"]
    case .timerfd: ["arm \(name) 1us"]
    case .signalfd: ["raise \(name)"]
    case .inotify: ["write \(peer) 1"]
    default: []
    }
  }

  private func departure(_ kind: TracedFile.Kind) -> [String] {
    switch kind {
    case .eventfd, .timerfd: ["read \(name) 8"]
    case .signalfd, .inotify: ["drain \(name)"]
    default: []
    }
  }

  private mutating func connectionSteps(_ target: Int) -> [String] {
    guard target > 0 else {
      let steps = pending.map { "accept \($0)-accepted from \(name)" }
      pending = []
      return steps
    }
    return [connection()]
  }

  private mutating func connection() -> String {
    connections += 1
    if connections > Self.mostConnections { leaveOut("a replay has no room for more connections") }
    pending.append("\(name)-client-\(connections)")
    return "connect \(name)-client-\(connections) to \(name)"
  }

  private mutating func closingSteps(_ kind: TracedFile.Kind, _ readiness: Readiness) -> [String] {
    guard !isPeerClosed else { return [] }
    if kind == .tcp, readiness.isSuperset(of: [.hangup, .error]) {
      isPeerClosed = true
      hasError = true
      return ["reset \(peer)"]
    }
    let isGone = readiness.contains(.hangup) || (readiness.contains(.error) && isPipe(kind))
    if isGone, kind != .tcp, kind.hasTwoEnds {
      isPeerClosed = true
      hasError = readiness.contains(.error) && (kind == .unixStream || kind == .unixSeqpacket)
      // Closed with something unread, it leaves an error behind.
      return (hasError ? ["write \(name) 1"] : []) + ["close \(peer)"]
    }
    guard readiness.contains(.peerClosed), !isHalfClosed, kind.hasTwoEnds else {
      return isGone && kind == .tcp ? bothShut() : []
    }
    isHalfClosed = true
    return ["shutdown \(peer) write"] + (isGone ? bothShut() : [])
  }

  /// A TCP connection is hung up without an error when its own half is shut as well.
  private mutating func bothShut() -> [String] {
    guard !isOwnHalfShut else { return [] }
    isOwnHalfShut = true
    return ["shutdown \(name) write"]
  }

  /// The steps by which an edge registration is told of once more, though all is as it was.
  ///
  /// If there are none it is left out.
  mutating func stepsToRepeat() -> [String] {
    guard let kind = file.kind, !isPeerClosed, !hasUrgent else { return unseen() }
    if kind == .eventfd, interest.contains(.writable) {
      // What is read wakes those who wait for room.
      return ["write \(name) 1", "read \(name) 8"] + (bytes > 0 ? ["write \(name) 1"] : [])
    }
    if interest.contains(.readable), !isHalfClosed, bytes > 0 || !pending.isEmpty {
      if isListener { return [connection()] }
      if kind.isStream || kind.hasMessages {
        return ["drain \(name)", "write \(peer) \(bytes)"]
      }
      return arrival(kind)
    }
    if interest.contains(.writable), isWritten(kind), !isFull { return ["fill \(name)", "drain \(peer)"] }
    return unseen()
  }

  private mutating func unseen() -> [String] {
    leaveOut("that something new came was seen, but not what")
    return []
  }

  /// Whether a step wakes those who wait for what this registration asks for.
  func isNews(_ step: String) -> Bool {
    switch step.prefix(while: { $0 != " " }) {
    case "write", "connect", "arm", "raise": interest.contains(.readable)
    case "drain": interest.contains(.writable) && step == "drain \(peer)"
    case "shutdown", "close", "reset", "send-urgent": true
    default: false
    }
  }

  private func isPipe(_ kind: TracedFile.Kind) -> Bool { kind == .pipe || kind == .fifo }

  /// Whether bytes can be written to this end that lie at the other.
  private func isWritten(_ kind: TracedFile.Kind) -> Bool {
    isPipe(kind) ? file.isSecondEnd : kind.isStream || kind.hasMessages
  }
}
