public import ArgumentParser
public import EpollCore
internal import EventLoopObserving
internal import Glibc
internal import UVBridge

/// The choice of a loop by its name: `--backend NAME`, or else `EVENTLOOP_BACKEND`, or else `epoll`.
///
/// A name that is not known is wrong usage: the command lists the known ones and ends with status 64.
public struct BackendOption: ParsableArguments {
  /// The loops that can be named; a new one is a line here.
  private static var known: KeyValuePairs<String, any (EventLoop & ~Copyable).Type> {
    [
      "epoll": EpollLoop.self,
      "uv": UVLoop.self,
      "crosscheck": CheckedLoop.self,
    ]
  }

  /// Epoll drives the application, and libuv watches.
  private typealias CheckedLoop = CrossCheckLoop<EpollLoop, UVLoop>

  @Option(
    name: .customLong("backend"),
    help: ArgumentHelp(
      "The loop: \(list); if not given, the environment's EVENTLOOP_BACKEND, or epoll.", valueName: "name"))
  private var name: String?

  /// The type of the loop, to be opened once, by a call of a generic function.
  ///
  /// ```swift
  /// func serve<Loop: EventLoop & ~Copyable>(on loop: Loop.Type) throws { … }
  ///
  /// try serve(on: backend.loop)  // or EpollLoop.self, for a choice at compile time
  /// ```
  ///
  /// Within the function the loop's type is known to the compiler again.
  public var loop: any (EventLoop & ~Copyable).Type { found ?? EpollLoop.self }

  /// Makes the option; the command line fills it in.
  public init() {}

  /// Looks for the name among those that are known.
  ///
  /// - Throws: an error of wrong usage if it is not one of them.
  public func validate() throws {
    guard let asked, found == nil else { return }
    let source = name == nil ? "EVENTLOOP_BACKEND" : "--backend"
    throw ValidationError("\(source) is '\(asked)', which is no loop; known are \(Self.list).")
  }

  /// Makes a loop of the type that was chosen, with the settings of ``configuration(of:)``.
  ///
  /// - Throws: a refusal of the loop.
  public func makeLoop<Loop: EventLoop & ~Copyable>(_ type: Loop.Type) throws(LoopError) -> Loop {
    try Loop(configuration(of: type))
  }

  /// The settings of a loop of the chosen type; `crosscheck` prints each divergence on standard error.
  public func configuration<Loop: EventLoop & ~Copyable>(of type: Loop.Type) -> Loop.Configuration {
    let usual = Loop.Configuration()
    guard var configuration = usual as? CheckedLoop.Configuration else { return usual }
    configuration.divergenceHandler = { divergence in
      let line = "\(divergence)\n"
      write(STDERR_FILENO, line, line.utf8.count)
    }
    return configuration as? Loop.Configuration ?? usual
  }

  private var asked: String? { name ?? getenv("EVENTLOOP_BACKEND").map { String(cString: $0) } }

  private var found: (any (EventLoop & ~Copyable).Type)? { Self.known.first { $0.key == asked }?.value }

  private static var list: String { known.map(\.key).joined(separator: ", ") }
}
