public import EventLoopAPI

/// A disagreement of two loops that has been confirmed.
public struct Divergence: Hashable, Sendable {
  /// What is wrong.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The primary told conditions that the shadow does not tell, though they hold.
    case missing

    /// The shadow tells what holds only at a second look, again and again.
    case late

    /// The shadow tells conditions that do not hold.
    case invented

    /// The shadow told conditions that hold, and the primary does not tell them in one wait after another; or
    /// the shadow told of an edge that was none.
    case unmatched

    /// The shadow told conditions that the interest does not ask for, or none at all.
    case unasked

    /// The shadow told of a one-shot registration that is spent, or twice of a registration in one batch.
    case repeated

    /// The shadow told of a registration that does not exist.
    case stranger

    /// The shadow told of a timer or a wake, of which it has none.
    case unscheduled

    /// The shadow's batch held more than its capacity.
    case oversized

    /// The two loops answer the same call differently.
    case answer
  }

  /// What a loop said.
  public enum Report: Hashable, Sendable {
    /// It told these conditions.
    case told(Readiness)

    /// It told nothing.
    case silent

    /// It made the call as it was asked to.
    case accepted

    /// It refused the call.
    case refused(LoopError)

    /// It had no say in it.
    case notAsked
  }

  /// How it was found to be one.
  public enum Settlement: Hashable, Sendable {
    /// By itself: nothing that happens between two looks can lead to it.
    case atOnce

    /// The shadow was looked at so many times more, and poll(2) said the same before and after each.
    case confirmed(looks: Int)

    /// So many waits in a row had the same outcome, and poll(2) said the same after each.
    case persisted(waits: Int)

    /// The shadow's reports of a condition were disproved in one comparison after another, and not by what
    /// moves; this is the latest.
    case recurred
  }

  /// The number of the divergence, from 1 on.
  public var number: UInt64

  /// When it was settled.
  public var time: Instant

  /// The number of the wait that it was found in, or that came before the call, from 1 on.
  public var wait: UInt64

  /// What is wrong.
  public var kind: Kind

  /// The application's name of the registration; nil if there is none.
  public var token: Token?

  /// The registration's descriptor; nil if there is none.
  public var descriptor: CInt?

  /// What the registration asks for.
  public var interest: Interest

  /// When the registration is to be told of.
  public var trigger: Trigger

  /// What the loop said that drives the application.
  public var primary: Report

  /// What the loop said that watches.
  public var shadow: Report

  /// What poll(2) said in the end of the conditions that the loops disagree about; nil if it was not asked.
  public var kernel: Readiness?

  /// How it was found to be a divergence.
  public var settlement: Settlement
}
