internal import EventLoopAPI

extension Claim {
  static let servers: [Claim] = [echoServer, splitServer]

  private static let echoServer = Claim(
    "server-echo-et", .tutorial, "Its edge-triggered echo server sends back all that it is sent."
  ) { backend, log in
    try tryClients(of: InlineEchoServer.self, on: backend, &log)
  }

  private static let splitServer = Claim(
    "server-split-handlers", .introduction,
    "Its server, which accepts, receives and sends edge-triggered, serves clients, and gives an error to "
      + "both handlers."
  ) { backend, log in
    try tryClients(of: SplitEchoServer.self, on: backend, &log)
  }

  private static let whole = "every byte comes back"

  private static func tryClients(
    of server: any EchoServer.Type, on backend: Backend, _ log: inout ClaimLog
  ) throws {
    try given("that read before they send more", &log) { log in try trySwift(server, backend, &log) }
    try given("that send much before they read", &log) { log in try trySlow(server, backend, &log) }
    try given("that shut down their writing half at once", &log) { log in
      try tryHalfClosing(server, backend, &log)
    }
    try given("that reset the connection", &log) { log in try tryResetting(server, backend, &log) }
  }

  private static func given(
    _ clients: String, _ log: inout ClaimLog, _ body: (inout ClaimLog) throws -> Void
  ) throws {
    try log.given("the clients", "those \(clients)", body)
  }

  private static func trySwift(
    _ server: any EchoServer.Type, _ backend: Backend, _ log: inout ClaimLog
  ) throws {
    var process = try ServerProcess()
    try process.start(server, on: backend)
    let clients = try (0..<40).map { _ in try process.connect() }
    var wrong = 0
    for round in 0..<10 {
      for (number, client) in clients.enumerated() {
        try client.send(EchoClient.data(500, seed: number + round))
      }
      for (number, client) in clients.enumerated()
      where client.receive(500) != EchoClient.data(500, seed: number + round) {
        wrong += 1
      }
    }
    log.see(
      "40 clients at once, each ten times 500 bytes", wrong == 0 ? whole : "some do not", claimed: whole)
  }

  private static func trySlow(_ server: any EchoServer.Type, _ backend: Backend, _ log: inout ClaimLog) throws
  {
    var process = try ServerProcess()
    try process.start(server, on: backend)
    let client = try process.connect(receiveBuffer: 16_384)
    let data = EchoClient.data(2 << 20)
    try client.send(data)
    let received = try client.receiveToMark()
    log.see(
      "2 MiB sent through sockets that hold far less, and then read",
      received == data ? whole : "some are lost", claimed: whole,
      measured: "\(received.count) bytes came back")
  }

  private static func tryHalfClosing(
    _ server: any EchoServer.Type, _ backend: Backend, _ log: inout ClaimLog
  ) throws {
    var process = try ServerProcess()
    let client = try process.connect()
    let data = EchoClient.data(1000)
    try client.send(data)
    try client.closeHalf()
    log.did("1000 bytes and the end of the stream are there when the server accepts")
    if server is SplitEchoServer.Type {
      log.did(
        "the document leaves out what is done with data, and here the receiver keeps it for the sender; that "
          + "it closes at the end of the stream is the document's")
    }
    try process.start(server, on: backend)
    let received = client.receiveAll()
    log.see(
      "what comes before the server closes its side",
      received == data ? whole : received.isEmpty ? "nothing" : "some of it", claimed: whole)
  }

  private static func tryResetting(
    _ server: any EchoServer.Type, _ backend: Backend, _ log: inout ClaimLog
  ) throws {
    var process = try ServerProcess()
    let first = try process.connect()
    try first.send(EchoClient.data(3000))
    try first.reset()
    log.did("3000 bytes and a reset are there when the server accepts")
    let second = try process.connect()
    let data = EchoClient.data(100)
    try second.send(data)
    try process.start(server, on: backend)
    let received = second.receive(100) { !process.hasEnded() }
    log.see(
      "another client, which comes after it", received == data ? "is served" : "is not served",
      claimed: "is served")
    // Its connections end a little before itself.
    if received != data { try Settling.until { process.hasEnded() } }
    log.note("the server", process.ending.map { "has ended: \($0)" } ?? "runs")
    if server is SplitEchoServer.Type {
      log.see("how often an error was given to both handlers", "\(process.takeTally())", claimed: "1")
    }
  }
}
