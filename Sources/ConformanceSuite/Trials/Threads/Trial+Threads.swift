extension Trial {
  /// The trials of the area `threads`.
  static let threads = [
    AddWakes.trial, ClosedWhileWaitedOn.trial, EightWakers.trial, FoundNothing.trial, LoopsInParallel.trial,
    LoopsSideBySide.trial, ManyLoops.trial, ModifyRace.trial, ModifyWakes.trial, MovedLoop.trial,
    OneEdgeEach.trial, RemoveIsSilent.trial, SharedSet.trial, WakersOutliveLoops.trial,
    WatchedFromElsewhere.trial,
  ]
}
