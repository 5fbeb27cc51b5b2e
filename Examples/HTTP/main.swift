import ArgumentParser
import EpollCore
import EventLoopChoice
import ExampleSupport

struct HTTP: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "HTTP",
    abstract: "Serves a few static pages by HTTP/1.1.",
    discussion: "Pages are / and /large, which has a mebibyte.")

  @Option(help: ArgumentHelp("How long a client may take for each request.", valueName: "seconds"))
  var idle: UInt32 = 10

  @OptionGroup var server: ServerOptions
  @OptionGroup var backend: BackendOption

  func validate() throws {
    if idle == 0 { throw ValidationError("--idle must be at least 1.") }
  }

  func run() throws { try serve(on: backend.loop) }  // or EpollLoop.self

  func serve<Loop: ChosenLoop & ~Copyable>(on loop: Loop.Type) throws {
    var dispatcher = ServerDispatcher<Loop, HTTPConnection>(try backend.makeLoop(loop))
    let site = Site(timeLimit: .seconds(Int64(idle)))
    let server = try Server(server) { socket in HTTPConnection(socket, site) }
    try server.run(on: &dispatcher)
    try dispatcher.withLoop { try backend.report($0) }
  }
}

HTTP.main()
