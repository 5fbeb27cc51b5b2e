internal import EpollModel
internal import EventLoopAPI

/// What the contract or the kernel leaves open.
extension ModelLoop {
  /// Puts these registrations at the head of the ready list, in their order, as far as they may be there.
  ///
  /// - Parameter repeatingEdges: whether a registration may join that has nothing new to tell.
  mutating func arrange(first tokens: [Int], repeatingEdges: Bool) {
    for token in tokens {
      try? kernel.grantWake(epoll, registrations[token].descriptor)
    }
    let addsOthers = repeatingEdges || tokens.contains(where: isUnsure)
    try? kernel.arrangeReadyList(epoll, first: tokens.map { UInt64($0) }, addingOthers: addsOthers)
  }

  /// The registrations that a batch without limit would tell of now.
  var readyTokens: Set<Int> {
    var kernel = kernel
    let events = (try? kernel.wait(epoll, ModelKernel.maximumEvents)) ?? []
    return Set(events.filter(isWanted).map { Int($0.data) })
  }

  /// Whether a registration was closed early, so that a loop may come to make its instance anew.
  var mayRebuild: Bool {
    registrations.indices.contains { registrations[$0].isLive ? isGhost($0) : false }
  }

  /// Whether the model is not sure of a registration's wakes or conditions.
  func isTimingOpen(_ token: Int) -> Bool {
    let possible = (try? kernel.possibleWakes(epoll)) ?? []
    return isUnsure(token) || possible.contains(registrations[token].descriptor)
  }

  private func isUnsure(_ token: Int) -> Bool { !uncertainty(of: token).isEmpty }

  /// The conditions of a registration's file that the model is not sure of.
  func uncertainty(of token: Int) -> Readiness {
    guard let unsure = try? kernel.uncertainty(of: registrations[token].descriptor) else { return [] }
    return Readiness(rawValue: unsure.rawValue).intersection(registrations[token].told)
  }

  /// Whether a registration's descriptor was closed, whatever its number stands for now.
  func isGhost(_ token: Int) -> Bool {
    registrations[token].isClosed
      || (try? kernel.watches(epoll, registrations[token].descriptor, data: UInt64(token))) != true
  }
}
