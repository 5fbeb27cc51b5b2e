internal import EpollModel
internal import EventLoopAPI

/// What the contract or the kernel leaves open.
extension ModelLoop {
  /// Puts these registrations at the head of the ready list, in their order, as far as they may be there.
  ///
  /// - Parameter repeatingEdges: whether a registration may join that has nothing new to tell.
  func arrange(
    first tokens: [Int], repeatingEdges: Bool, in kernel: inout ModelKernel
  ) {
    for token in tokens {
      try? kernel.grantWake(epoll, registrations[token].descriptor)
    }
    let addsOthers = repeatingEdges || tokens.contains { isUnsure($0, in: kernel) }
    try? kernel.arrangeReadyList(epoll, first: tokens.map { UInt64($0) }, addingOthers: addsOthers)
  }

  /// The registrations that a batch without limit would tell of now.
  func readyTokens(in kernel: ModelKernel) -> Set<Int> {
    var kernel = kernel
    let events = (try? kernel.wait(epoll, ModelKernel.maximumEvents)) ?? []
    return Set(events.filter(isWanted).map { Int($0.data) })
  }

  /// Whether a registration was closed early, so that a loop may have made its instance anew, or does it now.
  func mayRebuild(in kernel: ModelKernel) -> Bool {
    hadGhost || hadClosedEarly
      || live.contains { isGhost($0, in: kernel) }
  }

  /// Whether the model is not sure of a registration's wakes or conditions.
  func isTimingOpen(_ token: Int, in kernel: ModelKernel) -> Bool {
    let possible = (try? kernel.possibleWakes(epoll)) ?? []
    return isUnsure(token, in: kernel) || possible.contains(registrations[token].descriptor)
  }

  /// Whether a registration is exclusive and was spared a wake that another one has used up.
  func isSpared(_ token: Int, in kernel: ModelKernel) -> Bool {
    let spared = (try? kernel.sparedWakes(epoll)) ?? []
    return spared.contains(registrations[token].descriptor)
  }

  private func isUnsure(_ token: Int, in kernel: ModelKernel) -> Bool {
    !uncertainty(of: token, in: kernel).isEmpty
  }

  /// The conditions of a registration's file that the model is not sure of.
  func uncertainty(of token: Int, in kernel: ModelKernel) -> Readiness {
    guard let unsure = try? kernel.uncertainty(of: registrations[token].descriptor) else { return [] }
    return Readiness(rawValue: unsure.rawValue).intersection(registrations[token].told)
  }

  /// Whether a loop may leave a registration untold, as its descriptor is closed or was when it looked.
  func mayBeSilent(_ token: Int, in kernel: ModelKernel) -> Bool {
    registrations[token].wasClosedEarly || isGhost(token, in: kernel)
  }

  /// What a registration would be told of the file that its number stands for now.
  func readinessOfNumber(_ token: Int, in kernel: ModelKernel) -> Readiness {
    var kernel = kernel
    let registration = registrations[token]
    let conditions = try? kernel.poll(
      registration.descriptor, EventMask(rawValue: registration.told.rawValue))
    return Readiness(rawValue: conditions?.rawValue ?? 0).intersection(registration.told)
  }

  /// Whether a registration's descriptor was closed, whatever its number stands for now.
  func isGhost(_ token: Int, in kernel: ModelKernel) -> Bool {
    registrations[token].isClosed
      || (try? kernel.watches(epoll, registrations[token].descriptor, data: UInt64(token))) != true
  }
}
