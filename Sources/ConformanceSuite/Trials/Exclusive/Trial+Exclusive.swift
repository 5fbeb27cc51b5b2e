extension Trial {
  /// The trials of the area `exclusive`.
  static let exclusive = [
    EachFlag.trial, EventByEvent.trial, FirstRegistered.trial, HangupWakesAll.trial, LoopsExclusively.trial,
    MixedHerd.trial, PassedOver.trial, PlainWakesAll.trial, WakesOne.trial,
  ]
}
