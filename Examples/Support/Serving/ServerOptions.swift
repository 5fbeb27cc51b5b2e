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

  var address: SocketAddress { unix.map { .path($0) } ?? .loopback(port: port) }

  var timeToEnd: Duration { .seconds(Int64(grace)) }

  /// Says at SIGTERM why the server does not end at once.
  func sayEnding(_ connections: Int) {
    say("ending, \(connections) connections have \(grace) s to end")
  }
}
