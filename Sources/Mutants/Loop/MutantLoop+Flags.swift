internal import EventLoopAPI

extension MutantLoop {
  /// The flags that are told of a registration in place of those that hold.
  func distorted(_ readiness: Readiness, of registration: MutantRegistration) -> Readiness {
    let asked = registration.interest
    var told = readiness
    switch fault {
    case .readableDropped where told.contains(.hangup): told.remove(.readable)
    case .writableDropped where told.contains(.readable): told.remove(.writable)
    case .priorityDropped where told.contains(.readable): told.remove(.priority)
    case .peerClosedDropped where told.contains(.hangup): told.remove(.peerClosed)
    case .errorDropped where told.contains(.hangup): told.remove(.error)
    case .hangupDropped where told.contains(.error): told.remove(.hangup)
    case .readableAdded where told.contains(.hangup) && asked.contains(.readable): told.insert(.readable)
    case .writableAdded where told.contains(.error) && asked.contains(.writable): told.insert(.writable)
    case .priorityAdded where told.contains(.error) && asked.contains(.priority): told.insert(.priority)
    case .peerClosedAdded where told.contains(.hangup) && asked.contains(.peerClosed):
      told.insert(.peerClosed)
    case .errorAdded where told.contains(.hangup) && !told.contains(.readable): told.insert(.error)
    case .hangupAdded where told.contains(.peerClosed): told.insert(.hangup)
    case .errorAsHangup where told == .error: told = .hangup
    case .priorityAsReadable where told.remove(.priority) != nil: told.insert(.readable)
    case .peerClosedAsReadable where told.remove(.peerClosed) != nil: told.insert(.readable)
    case .directionsSwapped where asked.isSuperset(of: [.readable, .writable]):
      let directions: Readiness = [.readable, .writable]
      if told == .readable || told == .writable { told.formSymmetricDifference(directions) }
    case .hangupMasked where asked.isEmpty: told.remove(.hangup)
    case .errorMasked where !asked.contains(.writable): told.remove(.error)
    case .exclusiveWithoutHangup where registration.trigger.contains(.exclusive): told.remove(.hangup)
    case .nestedWritable where registration.isEpoll && asked.contains(.writable): told.insert(.writable)
    case .edgeTellsChangesOnly where registration.trigger.contains(.edge):
      let changed = told.subtracting(registration.lastTold)
      if !changed.isEmpty { told = changed }
    default: break
    }
    return told
  }
}
