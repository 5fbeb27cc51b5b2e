import ArgumentParser
import EpollCore
import EventLoopChoice
import ExampleSupport

struct Proxy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Proxy",
    abstract: "Forwards each connection to another server.")

  @Option(
    help: ArgumentHelp(
      "The other server: PORT, ADDRESS:PORT or the path of a unix socket.", valueName: "address"),
    transform: { text in
      guard let address = SocketAddress(text) else { throw ValidationError("it is no address to connect to") }
      return address
    })
  var to: SocketAddress

  @OptionGroup var server: ServerOptions
  @OptionGroup var backend: BackendOption

  func run() throws { try serve(on: backend.loop) }  // or EpollLoop.self

  func serve<Loop: ChosenLoop & ~Copyable>(on loop: Loop.Type) throws {
    var dispatcher = ServerDispatcher<Loop, ProxyConnection>(try backend.makeLoop(loop))
    let server = try Server(server, opensDescriptor: true) { [to] socket in
      ProxyConnection(socket, upstream: try Socket(connectingTo: to))
    }
    try server.run(on: &dispatcher)
    try dispatcher.withLoop { try backend.report($0) }
  }
}

Proxy.main()
