/// Programs that do the same to better known objects, or in a more usual order.
extension Scenario {
  /// The scenario with what a step opens replaced by something better known.
  func withSimplerObjects(_ index: Int) -> [Scenario] {
    guard case .open(let names, let kind, let options) = steps[index].action else { return [] }
    switch kind {
    case .dup(let original): return [withoutDuplicate(index, names[0], of: original)]
    case .fifoReader, .fifoWriter: return []
    case .plain(let plain):
      func opening(_ names: [String], _ kind: ObjectKind.Plain) -> Scenario {
        var step = steps[index]
        step.action = .open(names: names, kind: .plain(kind), options: options)
        step.text = step.written
        return replacing(index, by: [step])
      }
      let order = names.count == 2 ? ObjectKind.Plain.pairs : ObjectKind.Plain.singles
      var all = order.prefix { $0 != plain }.flatMap { kind in
        names.count == 2 ? [opening(names, kind), opening(names.reversed(), kind)] : [opening(names, kind)]
      }
      if names.count == 2 {
        let used = names.filter { name in steps.contains { $0.speaks(of: name) } }
        if used.count == 1 { all += ObjectKind.Plain.singles.map { opening(used, $0) } }
      }
      return all
    }
  }

  /// The scenario with an object in the place of its duplicate.
  private func withoutDuplicate(_ index: Int, _ duplicate: String, of original: String) -> Scenario {
    var copy = self
    copy.steps.remove(at: index)
    copy.steps = copy.steps.map { $0.renamed { $0 == duplicate ? original : $0 } }
    return copy.withoutLooseEnds
  }

  /// The scenario with two neighbouring steps exchanged, if that order is the more usual one.
  func withNextStepFirst(_ index: Int) -> Scenario? {
    let (first, second) = (steps[index], steps[index + 1])
    guard (second.rank, second.written) < (first.rank, first.written) else { return nil }
    var copy = self
    copy.steps.swapAt(index, index + 1)
    copy = copy.withoutLooseEnds
    return copy.steps.count == steps.count ? copy : nil
  }
}

extension Step {
  /// Where the step stands in a program as one would write it: objects, registrations, and what happens to
  /// them.
  fileprivate var rank: Int {
    switch action {
    case .open, .connect, .accept: 0
    case .register: 1
    default: action.isWait ? 3 : 2
    }
  }

  /// Whether it speaks of an object that is there.
  fileprivate func speaks(of name: String) -> Bool {
    if case .onDelivery(let subject, _) = moment, subject == name { return true }
    return action.used.contains(name)
  }
}

extension ObjectKind.Plain {
  /// The kinds with two ends, the best known first.
  fileprivate static let pairs: [Self] = [
    .pipe, .unixStream, .unixSeqpacket, .unixDatagram, .udp, .fifo, .tcp, .pty, .inotify,
  ]

  /// The kinds with one, the best known first.
  fileprivate static let singles: [Self] = [
    .eventfd, .timerfd, .signalfd, .unixListener, .tcpListener, .unixSocket, .tcpSocket, .udpSocket, .epoll,
    .pidfd, .file, .null, .directory, .random, .urandom, .status, .path, .sysfs, .mounts, .tcpConnecting,
  ]
}
