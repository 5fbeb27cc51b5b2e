import CEcho
import EpollCore

/// The clients that compare, and those that leave with everything unread.
let comparing = 100
let leaving = 5

/// The bytes that a client sends; the largest are more than all the sockets on the way hold.
func size(_ number: Int) -> Int {
  switch number % 10 {
  case _ where number >= comparing: 1_000_000
  case 0: 12_000_000
  case 1, 2, 3: 100_000
  case 4, 5, 6: 16_385
  default: 1
  }
}

/// Runs all clients at once, and returns those that compare.
func run(_ address: UnsafePointer<CChar>) throws(LoopError) -> [Client] {
  var dispatcher = Clients(try EpollLoop())
  var clients: [Client] = []
  for number in 0..<comparing + leaving {
    let descriptor = cecho_connect(address)
    guard descriptor >= 0 else { throw LoopError(.create, ErrorCode(rawValue: -descriptor)) }
    let client = Client(descriptor, number: number, size: size(number))
    client.token = try dispatcher.register(descriptor, for: .writable) {
      dispatcher, _, readiness throws(LoopError) in
      try client.handle(readiness, &dispatcher)
    }
    clients.append(client)
  }

  // Nobody reads until nothing moves: the server has then met full sockets.
  repeat {
    for client in clients { client.hasMoved = false }
    let limit = Wait.until(dispatcher.now + .milliseconds(100))
    do { try dispatcher.turn(limit) } catch { throw error.loopError }
  } while clients.contains(where: { $0.hasMoved })

  for client in clients.dropFirst(comparing) { try client.leave(&dispatcher) }
  clients.removeLast(leaving)
  for client in clients { try client.beginReading(&dispatcher) }
  do { try dispatcher.run() } catch { throw error.loopError }
  return clients
}

/// The program: Embedded Swift on Linux has no `CommandLine`, so it is C's own entry.
@_cdecl("main")
func main(count: CInt, arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  guard count == 2, let address = arguments[1] else {
    cecho_complain("usage", "clients PORT|PATH")
    return 64
  }
  do throws(LoopError) {
    let returned = try run(address).compactMap { $0.returned }
    print("\(returned.count) of \(comparing) clients got back what they sent, \(returned.reduce(0, +)) bytes")
    return returned.count == comparing ? 0 : 1
  } catch {
    cecho_complain("clients", error.description)
    return 1
  }
}
