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
}

extension TracedObject {
  /// The steps after which the kernel says of it what was seen, as far as there are such steps.
  ///
  /// What cannot be brought about is told in a comment.
  mutating func steps(to readiness: Readiness, bytes seen: Int) -> [String] {
    guard let kind = file.kind else { return [] }
    var steps: [String] = []
    if readiness.contains(.writable), isFull, !isPeerClosed {
      steps.append("drain \(peer)")
      isFull = false
    }
    steps += readSteps(kind, toHave: target(kind, readiness, seen))
    if readiness.contains(.priority), !hasUrgent, kind == .tcp {
      steps.append("send-urgent \(peer)")
      hasUrgent = true
    } else if !readiness.contains(.priority), hasUrgent {
      steps.append("read-urgent \(name)")
      hasUrgent = false
    }
    steps += closingSteps(kind, readiness)
    if !readiness.contains(.writable), !isFull, !isPeerClosed, isWritten(kind),
      readiness.isDisjoint(with: [.hangup, .error])
    {
      steps.append("fill \(name)")
      isFull = true
    }
    return steps
  }

  /// How much is to lie there: for what has no bytes one if it can be read, and none if not.
  private func target(_ kind: TracedFile.Kind, _ readiness: Readiness, _ seen: Int) -> Int {
    guard readiness.contains(.readable) else { return 0 }
    if kind.isStream || kind.hasMessages { return min(seen, Self.mostBytes) }
    return 1
  }

  private mutating func readSteps(_ kind: TracedFile.Kind, toHave target: Int) -> [String] {
    guard target != bytes, !isPeerClosed || target < bytes else { return [] }
    defer { bytes = target }
    if kind == .unixListener || kind == .tcpListener { return connectionSteps(target) }
    if kind.isStream {
      // A terminal's slave may be read, and its master too.
      return target > bytes ? ["write \(peer) \(target - bytes)"] : ["read \(name) \(bytes - target)"]
    }
    if kind.hasMessages {
      return (bytes > 0 ? ["drain \(name)"] : []) + (target > 0 ? ["write \(peer) \(target)"] : [])
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
    // It can be read from the beginning.
    case .pidfd, .null, .random, .urandom: []
    default: ["# what made \(name) readable has no step here: \(kind.rawValue)"]
    }
  }

  private func departure(_ kind: TracedFile.Kind) -> [String] {
    switch kind {
    case .eventfd, .timerfd: ["read \(name) 8"]
    case .signalfd, .inotify: ["drain \(name)"]
    default: ["# what made \(name) no longer readable has no step here: \(kind.rawValue)"]
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
    pending.append("\(name)-client-\(connections)")
    return "connect \(name)-client-\(connections) to \(name)"
  }

  private mutating func closingSteps(_ kind: TracedFile.Kind, _ readiness: Readiness) -> [String] {
    guard !isPeerClosed else {
      if kind == .tcp, !readiness.contains(.error), hasError {
        hasError = false
        return ["take-error \(name)"]
      }
      return []
    }
    if kind == .tcp, readiness.isSuperset(of: [.hangup, .error]) {
      isPeerClosed = true
      hasError = true
      return ["reset \(peer)"]
    }
    let isGone = readiness.contains(.hangup) || (readiness.contains(.error) && isPipe(kind))
    if isGone, kind != .tcp, kind.hasTwoEnds {
      isPeerClosed = true
      return ["close \(peer)"]
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
  mutating func stepsToRepeat() -> [String] {
    guard let kind = file.kind, !isPeerClosed, !isHalfClosed else {
      return ["# what was new of \(name) at the next wait was not seen"]
    }
    if interest.contains(.readable), bytes > 0 || !pending.isEmpty {
      if kind == .unixListener || kind == .tcpListener { return [connection()] }
      if kind.isStream || kind.hasMessages {
        return ["drain \(name)", "write \(peer) \(bytes)"]
      }
      return arrival(kind)
    }
    if interest.contains(.writable), isWritten(kind) { return ["fill \(name)", "drain \(peer)"] }
    return ["# what was new of \(name) at the next wait was not seen"]
  }

  private func isPipe(_ kind: TracedFile.Kind) -> Bool { kind == .pipe || kind == .fifo }

  /// Whether bytes can be written to this end that lie at the other.
  private func isWritten(_ kind: TracedFile.Kind) -> Bool {
    isPipe(kind) ? file.isSecondEnd : kind.isStream || kind.hasMessages
  }
}
