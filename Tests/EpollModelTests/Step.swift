import EpollModel

/// A step of a random program, on descriptors by their number in the model.
enum Step: Equatable, CustomStringConvertible {
  enum Opened: UInt8, CaseIterable {
    case pipe, fifo, stream, datagram, seqpacket, unixSocket, unixListener, counter, semaphore, timer
    case signals, process, epoll, file, null, tcp, tcpSocket, tcpListener, udp, terminal
  }

  case open(Opened)
  case connect(CInt)
  case accept(CInt)
  case write(CInt, Int)
  case read(CInt, Int)
  case fill(CInt)
  case shutdown(CInt, ShutdownHalf)
  case openReader(CInt)
  case openWriter(CInt)
  case close(CInt)
  case reset(CInt)
  case duplicate(CInt)
  case duplicateOnto(CInt, CInt)
  case takeError(CInt)
  case setLowWater(CInt, Int)
  case setUrgentInline(CInt)
  case sendUrgent(CInt)
  case readUrgent(CInt)
  case refuse(CInt)
  case expire(CInt)
  case raise
  case reap(CInt)
  case poll(CInt)
  case control(CInt, ControlOperation, CInt, UInt32, UInt64)
  case wait(CInt, Int)

  var description: String {
    switch self {
    case .open(let kind): "open \(kind)"
    case .connect(let descriptor): "connect to \(descriptor)"
    case .accept(let descriptor): "accept from \(descriptor)"
    case .write(let descriptor, let count): "write \(descriptor) \(count)"
    case .read(let descriptor, let count): "read \(descriptor) \(count)"
    case .fill(let descriptor): "fill \(descriptor)"
    case .shutdown(let descriptor, let half): "shutdown \(descriptor) \(half)"
    case .openReader(let descriptor): "open reader of \(descriptor)"
    case .openWriter(let descriptor): "open writer of \(descriptor)"
    case .close(let descriptor): "close \(descriptor)"
    case .reset(let descriptor): "reset \(descriptor)"
    case .duplicate(let descriptor): "dup \(descriptor)"
    case .duplicateOnto(let descriptor, let number): "dup \(descriptor) onto \(number)"
    case .takeError(let descriptor): "take-error \(descriptor)"
    case .setLowWater(let descriptor, let count): "set \(descriptor) low-water \(count)"
    case .setUrgentInline(let descriptor): "set \(descriptor) urgent-inline"
    case .sendUrgent(let descriptor): "send-urgent \(descriptor)"
    case .readUrgent(let descriptor): "read-urgent \(descriptor)"
    case .refuse(let descriptor): "refuse \(descriptor)"
    case .expire(let descriptor): "expire \(descriptor)"
    case .raise: "raise"
    case .reap(let descriptor): "reap \(descriptor)"
    case .poll(let descriptor): "poll \(descriptor)"
    case .control(let epoll, let operation, let descriptor, let events, let data):
      "\(operation) \(epoll) \(descriptor) \(String(events, radix: 16)) data \(data)"
    case .wait(let epoll, let maximum): "wait \(epoll) \(maximum)"
    }
  }
}

/// What a step led to: a refusal's errno, negated, alone; or numbers.
typealias StepResult = [Int64]

/// All conditions that poll(2) can be asked for.
let everyCondition: UInt32 = 0x23C7
