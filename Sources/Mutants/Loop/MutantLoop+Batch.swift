internal import EpollCore
internal import EventLoopAPI

// What faults do to a batch as a whole, before and after the kernel was asked.
extension MutantLoop {
  /// Makes the calls that were put off, and keeps their refusals quiet.
  mutating func makeDeferredCalls() {
    for call in memory.deferred {
      switch call {
      case .add(let token):
        guard let registration = registrations[token] else { continue }
        try? epoll.add(registration.descriptor, for: registration.events, data: token.rawValue)
      case .modify(let token):
        guard let registration = registrations[token] else { continue }
        try? epoll.modify(registration.descriptor, for: registration.events, data: token.rawValue)
      case .remove(let descriptor):
        try? epoll.remove(descriptor)
      }
    }
    memory.deferred = []
  }

  /// What is done before the kernel is asked.
  mutating func beginCollecting() {
    switch fault {
    case .embeddedCollected:
      for (token, registration) in registrations where kernelEvents(registration) != registration.events {
        try? epoll.modify(registration.descriptor, for: kernelEvents(registration), data: token.rawValue)
      }
    case .edgeBehindUnreadLost:
      for (token, registration) in registrations where !registration.lastTold.isEmpty {
        let readiness = readiness(of: registration)
        registrations[token]?.lastTold.formIntersection(readiness)
      }
    case .wakeToldAgain where memory.wakeIsDue:
      wakesUnread = 1
    default: break
    }
  }

  /// What a batch holds of what the kernel gave.
  mutating func distorted(_ reports: [Report]) -> [Report] {
    var reports = reports
    switch fault {
    case .lastEventLost where reports.count > 1: reports.removeLast()
    case .lastEventRepeated where reports.count > 1: reports.append(reports[reports.count - 1])
    case .flagsExchanged where reports.count > 1:
      let first = reports[0].readiness
      reports[0].readiness = reports[1].readiness
      reports[1].readiness = first
    case .overflowLost: reports = Array(reports.prefix(capacity))
    case .batchEndless: memory.isFull = reports.count == capacity
    case .memoryGrows: memory.batches.append(reports)
    case .secondEventLate: holdBack(&reports)
    case .lowestNumberFirst: takeLowest(&reports)
    case .readinessCached:
      let levels = reports.filter { registrations[$0.token]?.trigger.isEmpty ?? false }
      reports += memory.levels.filter { old in !reports.contains { $0.token == old.token } }
      memory.levels = levels
    case .edgeAtRegistrationLost:
      let isOld = reports.map { registrations[$0.token]?.wasReadyAtFirst ?? false }
      for report in reports { registrations[report.token]?.wasReadyAtFirst = false }
      reports = zip(reports, isOld).filter { !$1 }.map(\.0)
    case .edgeBehindUnreadLost:
      reports.removeAll { report in
        guard let registration = registrations[report.token] else { return false }
        return registration.trigger == .edge && report.readiness.isSubset(of: registration.lastTold)
      }
    default: break
    }
    return reports
  }

  /// Keeps the second report for the next batch, if that is not the one that it was kept for.
  private mutating func holdBack(_ reports: inout [Report]) {
    if memory.late.isEmpty, reports.count > 1 {
      memory.late = [reports.remove(at: 1)]
    } else {
      putLate(before: &reports)
    }
  }

  /// Takes as many reports as a batch holds, those of the lowest numbers first, and keeps what comes once.
  private mutating func takeLowest(_ reports: inout [Report]) {
    putLate(before: &reports)
    reports.sort { $0.token.index < $1.token.index }
    memory.late = reports.dropFirst(capacity).filter { registrations[$0.token]?.trigger.isEmpty == false }
    reports = Array(reports.prefix(capacity))
  }

  private mutating func putLate(before reports: inout [Report]) {
    let late = memory.late
    reports = late + reports.filter { report in !late.contains { $0.token == report.token } }
    memory.late = []
  }
}
