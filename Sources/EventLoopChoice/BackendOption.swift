public import ArgumentParser
internal import CommandSupport
internal import EpollCore
public import EventLoopAPI
public import EventLoopObserving
internal import Glibc
internal import UVBridge

/// The choice of a loop by its name: `--backend NAME`, or else `EVENTLOOP_BACKEND`, or else `epoll`; and of a
/// file to trace it to: `--trace FILE`.
///
/// ```swift
/// import ArgumentParser
/// import EventLoopChoice
///
/// struct Serve: ParsableCommand {
///   @OptionGroup var backend: BackendOption
///
///   func run() throws { try serve(on: backend.loop) }  // or EpollLoop.self, for a choice at compile time
///
///   func serve<Loop: ChosenLoop & ~Copyable>(on type: Loop.Type) throws {
///     var loop = try backend.makeLoop(type)
///     …
///     try backend.report(loop)
///   }
/// }
/// ```
///
/// The type is opened once, by the call of a generic function; within it the compiler knows it again. A name
/// that is not known is wrong usage: the command lists the known ones and ends with status 64. An empty
/// `EVENTLOOP_BACKEND` is none.
public struct BackendOption: ParsableArguments, Sendable {
  /// The loops that can be named; a new one is a line here.
  private static var known: KeyValuePairs<String, any (ChosenLoop & ~Copyable).Type> {
    [
      "epoll": EpollLoop.self,
      "uv": UVLoop.self,
      "crosscheck": CrossCheckLoop<EpollLoop, UVLoop>.self,
    ]
  }

  @Option(
    name: .customLong("backend"),
    help: ArgumentHelp(
      "The loop: \(list); if not given, the environment's EVENTLOOP_BACKEND, or epoll.", valueName: "name"))
  private var name: String?

  @Option(
    help: ArgumentHelp(
      "Record what is done with the loop, and save it at the end, for 'conformance replay'.",
      valueName: "file.scenario"))
  private var trace: String?

  /// The type of the loop, traced if that is asked for.
  public var loop: any (ChosenLoop & ~Copyable).Type {
    let loop = found ?? EpollLoop.self
    return trace == nil ? loop : loop.traced
  }

  /// Makes the option; the command line fills it in.
  public init() {
    // Here, since no command comes to its help without its options, and none is to trap there.
    TerminalWidth.raiseToLeast()
  }

  /// Looks for the name among those that are known.
  ///
  /// - Throws: an error of wrong usage if it is not one of them, or if the file is not named as scenarios
  ///   are.
  public func validate() throws {
    if let trace, !trace.hasSuffix(".scenario") {
      throw ValidationError("--trace is '\(trace)'; the name of a trace ends in .scenario.")
    }
    guard let asked, found == nil else { return }
    let source = name == nil ? "EVENTLOOP_BACKEND" : "--backend"
    throw ValidationError("\(source) is '\(asked)', which is no loop; known are \(Self.list).")
  }

  /// Makes a loop of the type that was chosen, with the settings of ``configuration(of:)``.
  ///
  /// - Throws: a refusal of the loop.
  public func makeLoop<Loop: ChosenLoop & ~Copyable>(_ type: Loop.Type) throws(LoopError) -> Loop {
    try Loop(configuration(of: type))
  }

  /// The settings of a loop of the chosen type; `crosscheck` prints each divergence on standard error, at
  /// once.
  public func configuration<Loop: ChosenLoop & ~Copyable>(of type: Loop.Type) -> Loop.Configuration {
    Loop.chosenConfiguration
  }

  /// Says at the end what was observed: `crosscheck` how much was compared, on standard error; a trace is
  /// saved.
  ///
  /// A `Dispatcher` and an `AsyncEventLoop` lend their loop for it:
  /// `try dispatcher.withLoop { try backend.report($0) }`.
  ///
  /// - Throws: `SaveError` if the trace cannot be saved.
  public func report<Loop: ChosenLoop & ~Copyable>(_ loop: borrowing Loop) throws(SaveError) {
    try loop.report(savingTraceTo: trace)
  }

  private var asked: String? {
    if let name { return name }
    guard let value = getenv("EVENTLOOP_BACKEND").map({ String(cString: $0) }), !value.isEmpty else {
      return nil
    }
    return value
  }

  private var found: (any (ChosenLoop & ~Copyable).Type)? { Self.known.first { $0.key == asked }?.value }

  private static var list: String { known.map(\.key).joined(separator: ", ") }
}
