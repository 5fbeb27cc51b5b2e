/// What is looked at by both loops of a ``CrossCheckLoop``, which bounds what the second look costs.
///
/// A registration that is left out costs the shadow nothing. In a wait that is left out the shadow is not
/// looked at, but the kernel goes on to tell it of what it watches. Behind a wait that is looked at the next
/// one is too, if an edge is to be judged that the primary may have told in one that was left out.
public struct CrossCheckSampling: Hashable, Sendable {
  /// Every which wait is looked at, 1 or more; 1 means every wait.
  public var waits: UInt64 {
    didSet { precondition(waits > 0, "every how manieth wait must be 1 or more") }
  }

  /// Every which registration is watched by the shadow too, 1 or more; 1 means every registration.
  public var registrations: UInt64 {
    didSet { precondition(registrations > 0, "every how manieth registration must be 1 or more") }
  }

  /// Takes every so manieth wait and registration.
  public init(waits: UInt64 = 1, registrations: UInt64 = 1) {
    precondition(waits > 0 && registrations > 0, "every how manieth must be 1 or more")
    self.waits = waits
    self.registrations = registrations
  }
}
