import ArgumentParser
import EpollCore
import EventLoopAsync
import EventLoopChoice
import ExampleSupport

@main
struct Chat: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "Chat",
    abstract: "Passes each line of a client on to all others in its room.",
    discussion: "A client begins in the room 'lobby'; '/join NAME' leads to another one, and is sent back.")

  @OptionGroup var server: ServerOptions
  @OptionGroup var backend: BackendOption

  func run() async throws { try await serve(on: backend.loop) }  // or EpollLoop.self

  func serve<Loop: ChosenLoop & ~Copyable>(on type: Loop.Type) async throws {
    try await withEventLoop(type, backend.configuration(of: type)) { [server, backend] loop in
      let rooms = Rooms(on: loop)
      try await server.serve(on: loop, finish: { await rooms.end() }) { socket in
        try await Member(socket).talk(in: rooms)
      }
      try await loop.withLoop { try backend.report($0) }
    }
  }
}
