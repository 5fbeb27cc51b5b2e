import EpollCore
import EventLoopObserving
import Glibc
import Mutants
import Testing

@Suite("A shadow that is broken is noticed")
struct CrossCheckMutantTests {
  private typealias Checked = CrossCheckLoop<EpollLoop, MutantLoop>

  /// Ends the process unless a fault is noticed: the workload's descriptors are for a process of its own.
  private static func expectDivergence(_ id: String, shadowCapacity: Int = 256) throws {
    guard let fault = Fault.allCases.first(where: { $0.id == id }) else {
      preconditionFailure("no fault \(id)")
    }
    let divergence = try firstDivergence(fault, shadowCapacity: shadowCapacity)
    precondition(divergence != nil, "\(id) is not noticed")
  }

  /// Runs the mixed workload until there is a divergence; nil if there is none.
  private static func firstDivergence(_ fault: Fault?, shadowCapacity: Int = 256) throws -> Divergence? {
    signal(SIGPIPE, SIG_IGN)
    var configuration = Checked.Configuration()
    configuration.shadow = .init(fault: fault)
    configuration.shadow.batchCapacity = shadowCapacity
    configuration.patience = .milliseconds(2)
    var shape = MixedWorkload<Checked>.Shape()
    shape.peers = 0
    shape.events = fault == nil ? 20_000 : 100_000
    return try MixedWorkload.run(shape, on: try Checked(configuration)) {
      $0.crossCheckCounts.divergences > 0
    }
    .divergences.first
  }

  @Test(
    "with each fault that the rule can see",
    arguments: [
      Fault.lastEventLost, .lastEventRepeated, .secondEventLate, .readinessCached, .collectedAhead,
      .flagsExchanged,
      .readableDropped, .writableDropped, .peerClosedDropped, .errorDropped, .hangupDropped, .hangupAdded,
      .errorAsHangup, .peerClosedAsReadable, .directionsSwapped, .unaskedTold, .hangupMasked,
      .hangupEndsRegistration, .errorEndsRegistration, .errorMasked, .edgeAsLevel, .edgeBehindUnreadLost,
      .edgeAtRegistrationLost, .edgeRearmingSkipped, .edgeTellsChangesOnly, .triggerKept, .oneShotAsLevel,
      .oneShotRearmingSkipped, .oneShotTellsHangup, .oneShotPerDirection, .oneShotForgotten,
      .oneShotInherited,
      .oneShotEdgeRearms, .interestAdded, .modifyDeferred, .registerDeferred, .deregisterDeferred,
      .registeredTwice, .refusedRegisterModifies, .refusedRegisterRearms, .refusedModifyArms,
      .refusedModifyRemembered, .refusalSwallowed, .exclusiveAdoptedLate, .nestedAsEdge, .nestedRefused,
      .tableOutgrown, .descriptorDuplicated,
    ])
  func noticed(fault: Fault) async {
    await #expect(processExitsWith: .success) { [id = fault.id as String] in
      try Self.expectDivergence(id)
    }
  }

  @Test(
    "with each fault that shows in full batches",
    arguments: [
      Fault.batchExceeded, .overflowLost, .lowestNumberFirst,
    ])
  func noticedInFullBatches(fault: Fault) async {
    await #expect(processExitsWith: .success) { [id = fault.id as String] in
      try Self.expectDivergence(id, shadowCapacity: 4)
    }
  }

  @Test("and one without a fault is not, whatever its capacity", arguments: [1, 4, 256])
  func faultless(shadowCapacity: Int) async {
    await #expect(processExitsWith: .success) { [shadowCapacity = shadowCapacity as Int] in
      let divergence = try Self.firstDivergence(nil, shadowCapacity: shadowCapacity)
      precondition(divergence == nil, "\(String(describing: divergence))")
    }
  }
}
