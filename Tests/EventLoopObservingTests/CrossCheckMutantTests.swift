import EpollCore
import EventLoopObserving
import Glibc
import Mutants
import Testing

@Suite("A shadow that is broken is noticed")
struct CrossCheckMutantTests {
  private typealias Checked = CrossCheckLoop<EpollLoop, MutantLoop>

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
  func noticed(fault: Fault) throws {
    #expect(try Self.firstDivergence(fault) != nil)
  }

  @Test(
    "with each fault that shows in full batches",
    arguments: [
      Fault.batchExceeded, .overflowLost, .lowestNumberFirst,
    ])
  func noticedInFullBatches(fault: Fault) throws {
    #expect(try Self.firstDivergence(fault, shadowCapacity: 4) != nil)
  }

  @Test("and one without a fault is not, whatever its capacity", arguments: [1, 4, 256])
  func faultless(shadowCapacity: Int) throws {
    #expect(try Self.firstDivergence(nil, shadowCapacity: shadowCapacity) == nil)
  }
}
