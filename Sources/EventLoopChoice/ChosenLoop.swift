public import EpollCore
public import EventLoopAPI
public import EventLoopObserving
internal import Glibc
public import UVBridge

/// A loop that ``BackendOption`` can choose: it has settings for that, and a word to say at the end.
///
/// A program is generic over `EventLoop`; only the function that makes the loop, and asks it at the end, is
/// over this protocol.
public protocol ChosenLoop: EventLoop, ~Copyable {
  /// The settings that the choice of this loop stands for; the default ones unless it says otherwise.
  static var chosenConfiguration: Configuration { get }

  /// Says on standard error what was observed, and saves the trace if there is one; does nothing unless it
  /// says otherwise.
  ///
  /// - Throws: `SaveError` if the trace cannot be saved.
  func report(savingTraceTo path: String?) throws(SaveError)
}

extension ChosenLoop where Self: ~Copyable {
  /// The default settings.
  public static var chosenConfiguration: Configuration { Configuration() }

  /// Does nothing: most loops observe nothing.
  public func report(savingTraceTo path: String?) {}

  /// The loop that records what is done with this one.
  static var traced: any (ChosenLoop & ~Copyable).Type { TracingLoop<Self>.self }
}

extension EpollLoop: ChosenLoop {}

extension UVLoop: ChosenLoop {}

extension CrossCheckLoop: ChosenLoop where Primary: ChosenLoop & ~Copyable, Shadow: ChosenLoop & ~Copyable {
  /// Settings by which each divergence is printed on standard error, at once.
  public static var chosenConfiguration: Configuration {
    var configuration = Configuration()
    configuration.primary = Primary.chosenConfiguration
    configuration.shadow = Shadow.chosenConfiguration
    configuration.divergenceHandler = { complain("\($0)") }
    return configuration
  }

  /// Says how much was compared, and how often the loops diverged.
  public func report(savingTraceTo path: String?) {
    let counts = crossCheckCounts
    complain("crosscheck: events compared: \(counts.comparedEvents), divergences: \(counts.divergences)")
  }
}

extension TracingLoop: ChosenLoop where Base: ChosenLoop & ~Copyable {
  /// The settings of the loop that is traced.
  public static var chosenConfiguration: Configuration {
    var configuration = Configuration()
    configuration.base = Base.chosenConfiguration
    return configuration
  }

  /// Saves the trace, after the report of the loop that is traced.
  ///
  /// - Throws: `SaveError` if it cannot be saved.
  public func report(savingTraceTo path: String?) throws(SaveError) {
    try withLoop { loop throws(SaveError) in try loop.report(savingTraceTo: nil) }
    guard let path else { return }
    if droppedRecords > 0 { complain("trace: there was no room for the last \(droppedRecords) records") }
    try writeTrace(to: path)
  }
}

/// Prints a line on standard error, in one piece.
private func complain(_ line: String) {
  let line = line + "\n"
  _ = write(STDERR_FILENO, line, line.utf8.count)
}
