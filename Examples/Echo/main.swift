import ArgumentParser
import EpollCore
import EventLoopChoice
import ExampleSupport

struct Echo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Echo",
    abstract: "Returns to each client what it sends.")

  @Option(help: "How sockets are registered: level, edge or one-shot.")
  var mode = EchoConnection.Mode.level

  @OptionGroup var server: ServerOptions
  @OptionGroup var backend: BackendOption

  func run() throws { try serve(on: backend.loop) }  // or EpollLoop.self

  func serve<Loop: ChosenLoop & ~Copyable>(on loop: Loop.Type) throws {
    var dispatcher = ServerDispatcher<Loop, EchoConnection>(try backend.makeLoop(loop))
    let server = try Server(server) { [mode] socket in EchoConnection(socket, mode) }
    try server.run(on: &dispatcher)
    try dispatcher.withLoop { try backend.report($0) }
  }
}

Echo.main()
