public import ArgumentParser

/// Where a server listens, and how long it takes to end.
public struct ServerOptions: ParsableArguments, Sendable {
  @Option(help: ArgumentHelp("The port of 127.0.0.1 to listen at; 0 is any.", valueName: "number"))
  private var port: UInt16 = 0

  @Option(
    help: ArgumentHelp("The unix socket to listen at instead, which must not exist.", valueName: "path"))
  private var unix: String?

  @Option(help: ArgumentHelp("How long connections may take to end after SIGTERM.", valueName: "seconds"))
  private var grace: UInt32 = 5

  /// Makes the options; the command line fills them in.
  public init() {}

  /// Looks whether the unix socket has a name.
  ///
  /// - Throws: an error of wrong usage if it has none.
  public func validate() throws {
    if unix == "" { throw ValidationError("--unix needs the path of a socket.") }
  }

  var address: SocketAddress { unix.map { .path($0) } ?? .loopback(port: port) }

  var timeToEnd: Duration { .seconds(Int64(grace)) }

  /// Says at SIGTERM why the server does not end at once, if it does not.
  func sayEnding(_ connections: Int) {
    if connections == 0 { return }
    say(
      "ending, \(connections == 1 ? "1 connection has" : "\(connections) connections have") \(grace) s to end"
    )
  }

  /// Says at the end how many were not given enough time.
  func sayEnded(cutOff: Int) {
    say("ended, \(cutOff == 1 ? "1 connection was" : "\(cutOff) connections were") cut off")
  }
}
