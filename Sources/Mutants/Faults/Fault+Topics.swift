extension Fault {
  static let batches = Topic(
    "What batches hold", areas: ["level", "deregistration", "rearming", "lifetime", "timers", "wakes"],
    [
      .lastEventLost: "The last event of a batch of several is not told.",
      .lastEventRepeated: "The last event of a batch of several is told twice.",
      .secondEventLate: "The second event of a batch comes with the next one.",
      .readinessCached: "A level registration is told once more after its readiness has ended.",
      .collectedAhead: "The next batch is collected when the one before it has been read.",
      .unreadOverwritten: "A wait throws away what is unread of the batch before it.",
      .flagsExchanged: "The first two events of a batch have each other's flags.",
      .eventInvented: "A wait that ends at its limit tells the latest registration readable.",
      .staleEventTold: "An event that was collected before its registration ended is told.",
      .numberTakenForToken: "An event that was collected for a registration goes to the number's next one.",
      .oldInterestTold: "An event that was collected before a modification is told by the old interest.",
      .modifiedEventDropped: "Modifying a registration drops the event that was collected for it.",
      .timersFirst: "Timers are told before readiness.",
      .wakeFirst: "The wake is told before readiness.",
      .wakeBeforeTimers: "The wake is told before timers.",
    ])

  static let fairness = Topic(
    "Batches that are too small", areas: ["fairness", "timers"],
    [
      .batchExceeded: "A batch holds one readiness event more than asked for.",
      .batchHalved: "A batch of two or more holds half of the readiness events it could.",
      .overflowLost: "What the kernel gave beyond the batch is thrown away.",
      .lowestNumberFirst: "Of level registrations those with the lowest descriptors always come first.",
      .batchEndless: "A batch that is full tells its last event for ever.",
      .timersStarved: "Timers have to wait for a batch that is not full.",
      .readinessStarved: "The kernel is not asked while a timer is due.",
    ])

  static let flags = Topic(
    "The flags of readiness", areas: ["hangup", "half-close", "error", "priority", "level"],
    [
      .readableDropped: "Readable is left out beside hangup.",
      .writableDropped: "Writable is left out beside readable.",
      .priorityDropped: "Priority is left out beside readable.",
      .peerClosedDropped: "Half-close is left out beside hangup.",
      .errorDropped: "Error is left out beside hangup.",
      .hangupDropped: "Hangup is left out beside error.",
      .readableAdded: "Hangup is told as readable too, where that was asked for.",
      .writableAdded: "Error is told as writable too, where that was asked for.",
      .priorityAdded: "Error is told as priority too, where that was asked for.",
      .peerClosedAdded: "Hangup is told as half-close too, where that was asked for.",
      .errorAdded: "Hangup without data is told as error too.",
      .hangupAdded: "Half-close is told as hangup too.",
      .errorAsHangup: "A lone error is told as hangup.",
      .priorityAsReadable: "Priority is told as readable.",
      .peerClosedAsReadable: "Half-close is told as readable.",
      .directionsSwapped: "Of a registration for both directions a single one is told as the other.",
      .unaskedTold: "Readable is told whether or not it was asked for.",
      .hangupMasked: "Hangup is not told to the empty interest.",
      .hangupEndsRegistration: "A registration that was told of hangup is told no more.",
      .errorEndsRegistration: "A registration that was told of an error is told no more.",
      .errorMasked: "Error is not told to those who did not ask for writable.",
    ])

  static let triggers = Topic(
    "Triggers", areas: ["edge", "one-shot", "rearming", "lifetime"],
    [
      .edgeAsLevel: "Edge registrations are level-triggered.",
      .edgeBehindUnreadLost: "An edge is told only where the readiness has ended since the last one.",
      .edgeAtRegistrationLost: "An edge registration is not told what was ready when it was made.",
      .edgeRearmingSkipped: "An edge registration that is modified with the same words is not armed anew.",
      .edgeTellsChangesOnly: "An edge is told with the flags that the one before it did not have.",
      .triggerKept: "Modifying changes the interest and leaves the trigger.",
      .oneShotAsLevel: "One-shot registrations are not disarmed.",
      .oneShotRearmingSkipped: "A one-shot registration that is modified with the same words stays spent.",
      .oneShotTellsHangup: "A spent one-shot registration is still told of hangup and error.",
      .oneShotPerDirection: "A one-shot registration is spent for the flags that were told alone.",
      .oneShotDoubled: "A one-shot registration that is armed while its report is unread is told twice.",
      .oneShotForgotten: "A spent one-shot registration no longer holds its descriptor.",
      .oneShotInherited: "A one-shot registration is born spent where the number's last one was.",
      .oneShotDisarmedLate: "One-shot registrations are disarmed when the batch ends.",
      .oneShotEdgeRearms: "A spent registration that is edge and one-shot is armed by the next arrival.",
    ])

  static let registering = Topic(
    "Registering and modifying", areas: ["registration", "deregistration", "rearming"],
    [
      .interestAdded: "Modifying adds to the interest that there was.",
      .modifyDeferred: "Modifications reach the kernel at the next wait.",
      .modifyWhileReadingLost: "A modification has no effect while a batch is read.",
      .registerDeferred: "Registrations reach the kernel at the next wait, which keeps its refusals quiet.",
      .deregisterDeferred: "The kernel hears that a registration has ended at the next wait.",
      .registeredTwice: "Registering a descriptor once more modifies its registration.",
      .refusedRegisterModifies: "A refused second registration changes the interest of the first.",
      .refusedRegisterRearms: "A refused second registration arms the first anew.",
      .refusedModifyArms: "A refused modification arms the registration anew.",
      .refusedModifyRemembered: "The interest of a refused modification filters what is told.",
      .refusalSwallowed: "A descriptor that cannot be waited for is registered, and never told.",
      .errorMisnamed: "A refusal for a cycle of epoll objects comes as EINVAL.",
      .deregisteredTwice: "Ending a registration that has ended is no error.",
      .closedNotDeregistered: "A registration whose descriptor was closed cannot be ended.",
      .exclusiveModified: "Modifying an exclusive registration ends it and makes another.",
      .exclusiveAdoptedLate: "A modification to exclusive is taken, without being exclusive.",
      .exclusiveDropped: "Exclusive is kept from the kernel.",
      .exclusiveWithoutEdge: "Exclusive registrations are level-triggered.",
      .exclusiveWithoutHangup: "Exclusive registrations are not told of hangup.",
    ])

  static let nesting = Topic(
    "Epoll objects within the loop, and the loop within others", areas: ["nested", "embedding"],
    [
      .nestedAsEdge: "Epoll objects are watched edge-triggered.",
      .nestedHarvested: "An epoll object that is told readable has been waited on.",
      .nestedRefused: "Epoll objects that are not empty are refused.",
      .nestedWritable: "Epoll objects are told writable where that was asked for.",
      .embeddedBlindToWakes: "The loop's descriptor tells of wakes only while the loop sleeps.",
      .embeddedCollected: "The loop's descriptor is idle once what is ready was told, level or not.",
    ])

  static let lifetime = Topic(
    "Descriptors: whose they are, and what becomes of them", areas: ["lifetime", "registration", "idle"],
    [
      .tokenReused: "The registrations of a number have the same token.",
      .generationWraps: "A number's every other registration has the same token.",
      .tableOutgrown: "The seventeenth registration takes the place of the first.",
      .closedHoldsNumber: "A number that was closed without deregistering cannot be registered.",
      .successorDeregistered: "Ending the registration of a closed file ends that of its number's new owner.",
      .successorModified: "Modifying the registration of a closed file modifies that of the new owner.",
      .ghostEndsWaits: "A report of a registration that has ended ends a wait, with nothing to tell.",
      .ghostLeftAlive: "The reports of an ended registration that lives on in a duplicate are told.",
      .rebuildArmsSpent: "A new epoll instance arms spent one-shot registrations.",
      .rebuildForgetsChanges: "A new epoll instance has the interests that registrations were made with.",
      .rebuildTakesStrangers: "A new epoll instance watches whatever the registered numbers name now.",
      .rebuildDropsExclusive: "A new epoll instance has no exclusive registrations.",
      .rebuildConfusesOwners: "A new epoll instance takes a number's new owner for the old one, too.",
      .rebuildRepeats: "Once an epoll instance was made anew, it is so at every wait.",
      .rebuildLosesWaker: "A new epoll instance does not watch for wakes.",
      .rebuildLeaks: "A new epoll instance leaves a descriptor open.",
      .modeChanged: "Registering a descriptor makes it non-blocking.",
      .modeNotRestored: "Ending a registration makes its descriptor blocking.",
      .descriptorClosed: "The loop's end closes the descriptors that are registered.",
      .descriptorDuplicated: "The loop watches duplicates, so that closing the descriptor ends nothing.",
      .descriptorLeaked: "A loop that ends with something unread leaves a descriptor open.",
      .memoryGrows: "Each batch that was collected is kept.",
    ])

  static let timers = Topic(
    "Timers", areas: ["timers", "fairness"],
    [
      .timerTruncated: "Deadlines are kept in ticks of four milliseconds, rounded down.",
      .timerFromCachedClock: "Deadlines are counted from the time of the last wait.",
      .deadlineOverflows: "A deadline that lies more than 2^31 milliseconds ahead is due at once.",
      .timerOnePerBatch: "A batch tells one timer.",
      .timersUnordered: "Timers that are due together are told in the order of scheduling.",
      .timersReversed: "Timers for one instant are told in the reverse order.",
      .timersOutgrown: "From the seventeenth on timers are told in the order of scheduling.",
      .lateTimersUnordered: "Timers that are scheduled while a batch is read are put at the end.",
      .timersReorderedByCancel: "Cancelling puts the latest timer in the place of the cancelled one.",
      .timerNotStopped: "Cancelling a timer that is due in the batch in hand does not stop it.",
      .timerUncancellable: "Cancelling the first of several timers has no effect.",
      .freshTimerUncancellable: "A timer that is scheduled while a batch is read cannot be cancelled there.",
      .cancelAlwaysSucceeds: "Cancelling a spent timer is said to have stopped it.",
      .cancelledTimerWakes: "The instant of a cancelled timer ends a wait.",
      .cancelsEqual: "Cancelling a timer cancels those for the same instant.",
      .timerRepeats: "A timer is told by the next wait once more.",
      .timerMisnamed: "Of timers that are due together the second is told by a token that none has.",
      .timerInOwnBatch: "A timer for the past that is scheduled while a batch is read comes with it.",
      .timerTokenReused: "The token of a spent timer is given to the next one.",
    ])

  static let waiting = Topic(
    "Waiting: limits, signals and wakes", areas: ["idle", "signals", "wakes", "timers"],
    [
      .limitIgnored: "A wait sleeps to the first timer, though its limit comes before.",
      .limitTruncated: "Limits are kept in whole milliseconds, rounded down.",
      .limitOverflows: "A limit of more than 2^31 milliseconds has passed at once.",
      .limitOfZeroEndless: "A limit that has passed already is none.",
      .idleReturns: "A wait without limit returns where nothing is registered or scheduled.",
      .interruptionThrown: "A wait that a signal interrupts throws EINTR.",
      .interruptionEndsWait: "A wait that a signal interrupts ends, with nothing to tell.",
      .interruptionRestarts: "A wait that a signal interrupts begins anew, with all of its span.",
      .wakeLostAwake: "A wake is lost unless the loop sleeps.",
      .wakeLostWhileReading: "A wake is lost if it comes while a batch is read.",
      .wakeLostBesideReadiness: "A wake is lost if readiness comes with it.",
      .wakeHidesReadiness: "The kernel is not asked for readiness where there is a wake.",
      .wakesCounted: "Wakes do not coalesce.",
      .wakeToldAgain: "A wake is told by the next wait too.",
      .wakeWithoutEvent: "A wake ends a sleeping wait, which tells nothing.",
      .wakeAfterTheEnd: "A wake after the loop's end finds the descriptor closed, and aborts.",
    ])

  static let loops = Topic(
    "Several loops in one process", areas: ["two-loops"],
    [
      .secondLoopRefused: "A descriptor that another loop of the process has registered is refused.",
      .oneShotSpentEverywhere:
        "A one-shot registration is spent when another loop has told of its file.",
      .wakerShared: "All loops of the process have the same waker.",
    ])

  static let threads = Topic(
    "Several threads, and processes", areas: ["threads", "processes", "exclusive"], isBeyondPrograms: true,
    [
      .wakeLostInCrowd: "A wake is lost while another thread is about to wake the loop.",
      .wakeLostFallingAsleep: "A wake is lost between the loop's look for one and its sleep.",
      .wakerOfSuccessor: "A waker whose loop has ended writes to whatever has its descriptor's number.",
      .waitsInTurn: "While a loop of the process sleeps no other can wait.",
      .batchShared: "The loops of a process collect their batches into the same memory.",
      .boundToThread: "A loop tells nothing on another thread than the one that has made it.",
      .exclusiveForFirst: "Only the first loop to register a descriptor exclusively does so.",
      .setSurvivesExec: "The loop's epoll instance stays open in a program that is started.",
      .childEmptiesSet: "A loop that a child destroys takes its registrations out of the shared set.",
      .childTakesSet: "A loop that is made in a child takes over the epoll instance of its parent.",
      .childRegisters: "A loop that a child uses refuses to wait there, and registers.",
    ])
}
