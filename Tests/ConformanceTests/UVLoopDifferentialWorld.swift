import CEpoll
import CUV
import Glibc

/// A few numbers of descriptors, and the files that stand behind them.
///
/// It is for a process of its own, in which nothing else opens, closes or forks, so that all takes effect at
/// once.
struct UVLoopDifferentialWorld {
  enum Kind {
    case pipe
    case socket
    case counter
    case epoll
  }

  /// What a number stands for.
  struct Place {
    var file = -1
    var kind = Kind.pipe
    var flags: CInt = 0

    var isOpen: Bool { file >= 0 }
  }

  private static let firstNumber: CInt = 500

  private(set) var places: [Place]
  private var fileCount = 0

  init(placeCount: Int) {
    places = Array(repeating: Place(), count: placeCount)
  }

  func number(_ place: Int) -> CInt { Self.firstNumber + CInt(place) }

  /// Whether a file of the same identity is open under another number.
  func hasDuplicate(_ place: Int) -> Bool {
    places.indices.contains { $0 != place && places[$0].file == places[place].file }
  }

  var openPlaces: [Int] { places.indices.filter { places[$0].isOpen } }

  var closedPlaces: [Int] { places.indices.filter { !places[$0].isOpen } }

  mutating func openPipe(_ first: Int, _ second: Int, isBlocking: Bool) {
    var ends: [CInt] = [-1, -1]
    precondition(pipe(&ends) == 0)
    if !isBlocking {
      for end in ends {
        precondition(fcntl(end, F_SETFL, O_NONBLOCK) == 0)
      }
    }
    settle(ends[0], first, .pipe)
    settle(ends[1], second, .pipe)
  }

  mutating func openSockets(_ first: Int, _ second: Int, _ type: __socket_type, isBlocking: Bool) {
    var ends: [CInt] = [-1, -1]
    let flags = isBlocking ? 0 : SOCK_NONBLOCK.rawValue
    precondition(socketpair(AF_UNIX, CInt(type.rawValue | flags), 0, &ends) == 0)
    settle(ends[0], first, .socket)
    settle(ends[1], second, .socket)
  }

  mutating func openUnconnected(_ place: Int, _ type: __socket_type) {
    settle(socket(AF_UNIX, CInt(type.rawValue), 0), place, .socket)
  }

  mutating func openCounter(_ place: Int, isBlocking: Bool) {
    settle(eventfd(0, isBlocking ? 0 : CInt(EFD_NONBLOCK)), place, .counter)
  }

  /// Opens an epoll instance that watches what another place stands for.
  mutating func openEpoll(_ place: Int, watching other: Int) {
    let set = epoll_create1(0)
    var event = epoll_event()
    event.events = EPOLLIN.rawValue
    // What is refused leaves an instance that watches nothing.
    _ = epoll_ctl(set, EPOLL_CTL_ADD, number(other), &event)
    settle(set, place, .epoll)
  }

  /// Gives an open file another number, which closes what was there.
  mutating func duplicate(_ place: Int, onto other: Int) {
    precondition(dup2(number(place), number(other)) >= 0)
    places[other] = places[place]
  }

  mutating func close(_ place: Int) {
    precondition(Glibc.close(number(place)) == 0)
    places[place] = Place()
  }

  mutating func closeAll() {
    for place in places.indices where places[place].isOpen {
      close(place)
    }
  }

  /// Writes a little or, if that never blocks, much, where there is room.
  func write(_ place: Int, isMuch: Bool) {
    guard isReady(place, POLLOUT) else { return }
    if places[place].kind == .counter {
      var one: UInt64 = 1
      Glibc.write(number(place), &one, 8)
      return
    }
    let isMuch = isMuch && places[place].flags & O_NONBLOCK != 0
    let bytes = [UInt8](repeating: 0, count: isMuch ? 200_000 : 1)
    Glibc.write(number(place), bytes, bytes.count)
  }

  func read(_ place: Int, isMuch: Bool) {
    guard isReady(place, POLLIN) else { return }
    var bytes = [UInt8](repeating: 0, count: isMuch || places[place].kind == .counter ? 300_000 : 1)
    Glibc.read(number(place), &bytes, bytes.count)
  }

  /// Ends a socket's directions; what is none refuses.
  func shutDown(_ place: Int, _ how: CInt) {
    _ = shutdown(number(place), how)
  }

  /// A place whose file status flags are not what they were.
  var changedPlace: Int? {
    places.indices.first { places[$0].isOpen && fcntl(number($0), F_GETFL) != places[$0].flags }
  }

  private func isReady(_ place: Int, _ events: CInt) -> Bool {
    var entry = pollfd(fd: number(place), events: CShort(events), revents: 0)
    return poll(&entry, 1, 0) > 0 && CInt(entry.revents) & events != 0
  }

  private mutating func settle(_ descriptor: CInt, _ place: Int, _ kind: Kind) {
    precondition(descriptor >= 0 && dup2(descriptor, number(place)) >= 0)
    Glibc.close(descriptor)
    places[place] = Place(file: fileCount, kind: kind, flags: fcntl(number(place), F_GETFL))
    fileCount += 1
  }
}
