import EventLoopAPI
import Testing

@Suite("Instants")
struct InstantTests {
  private let instant = Instant(nanoseconds: 5_000_000_000)

  @Test("a span is added to the nanosecond")
  func addition() {
    #expect(instant + .nanoseconds(1) == Instant(nanoseconds: 5_000_000_001))
    #expect(instant + .seconds(2) == Instant(nanoseconds: 7_000_000_000))
    #expect(instant + .zero == instant)
  }

  @Test("a negative span leads to an earlier instant")
  func negativeSpans() {
    #expect(instant + .nanoseconds(-1) == Instant(nanoseconds: 4_999_999_999))
    #expect(instant + .milliseconds(-1_500) == Instant(nanoseconds: 3_500_000_000))
    #expect(instant + .seconds(-5) == .beginning)
  }

  @Test("time stops at its end")
  func endOfTime() {
    #expect(.endOfTime + .nanoseconds(1) == Instant.endOfTime)
    #expect(instant + .seconds(Int64.max) == .endOfTime)
    #expect(Instant(nanoseconds: .max - 1) + .nanoseconds(1) == .endOfTime)
    #expect(Instant(nanoseconds: .max - 1) + .nanoseconds(2) == .endOfTime)
  }

  @Test("time stops at its beginning")
  func beginning() {
    #expect(.beginning + .nanoseconds(-1) == Instant.beginning)
    #expect(instant + .nanoseconds(-5_000_000_001) == .beginning)
    #expect(instant + .seconds(Int64.min) == .beginning)
    #expect(.endOfTime + .seconds(Int64.min) == Instant.beginning)
  }

  @Test("spans of more than 292 years are added as others are, up to the 584 that time lasts")
  func longSpans() {
    let span = Duration.seconds(9_500_000_000)
    #expect(.beginning + span == Instant(nanoseconds: 9_500_000_000_000_000_000))
    #expect(.beginning + span + (.zero - span) == Instant.beginning)
    #expect(.beginning + span + span == Instant.endOfTime)
    #expect(.endOfTime + (.zero - span) + (.zero - span) == Instant.beginning)
    #expect(.beginning + (Instant.endOfTime - Instant.beginning) == .endOfTime)
  }

  @Test("a part of a nanosecond is dropped")
  func fractions() {
    let almost = Duration(secondsComponent: 0, attosecondsComponent: 1_999_999_999)
    #expect(instant + almost == Instant(nanoseconds: 5_000_000_001))
    #expect(instant + (.zero - almost) == Instant(nanoseconds: 4_999_999_999))
  }

  @Test("the difference of two instants leads from one to the other")
  func differences() {
    let later = Instant(nanoseconds: 7_000_000_001)
    #expect(later - instant == .nanoseconds(2_000_000_001))
    #expect(instant - later == .nanoseconds(-2_000_000_001))
    #expect(instant - instant == .zero)
    #expect(instant + (later - instant) == later)
    #expect(later + (instant - later) == instant)
  }

  @Test("the difference of the ends of time is exact")
  func greatestDifference() {
    let span = Duration.seconds(18_446_744_073) + .nanoseconds(709_551_615)
    #expect(.endOfTime - .beginning == span)
    #expect(.beginning - .endOfTime == .zero - span)
  }

  @Test("instants are ordered by their nanoseconds")
  func order() {
    #expect(instant < Instant(nanoseconds: 5_000_000_001))
    #expect(!(instant < instant))
    #expect(Instant.beginning < instant && instant < .endOfTime)
  }
}
