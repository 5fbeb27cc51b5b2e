public import EventLoopAPI
internal import Synchronization

/// The registrations of a loop, found by the descriptor's number, which is also the index of the token.
@usableFromInline
struct RegistrationTable: ~Copyable {
  /// By number; a power of two of them, so that any token's index becomes one of the table by a mask.
  @usableFromInline var places = Table<Registration>()

  /// The number of places less one.
  @usableFromInline private(set) var mask: UInt32 = 0

  /// The generation that a place begins with: one that no place which was given back has had.
  private var firstGeneration: UInt32

  /// The live registrations, with those that are `superseded`.
  @usableFromInline var count = 0

  /// The registrations whose descriptor was closed early and whose number was registered anew for another
  /// file; they have only to be deregistered.
  private var superseded: [Token] = []

  private static var leastPlaces: Int { 16 }

  /// The number of the loop's own eventfd, whose place no registration and no token has.
  private let reserved: CInt

  /// Makes an empty table.
  init(firstGeneration: UInt32, reserved: CInt) {
    self.firstGeneration = firstGeneration
    self.reserved = reserved
    addPlaces(toHold: 0)
  }

  /// The generation that a table begins with; different ones, so that a token of one loop names nothing in
  /// another.
  static func nextFirstGeneration() -> UInt32 {
    // Multiples of 2^32 divided by the golden ratio lie far apart (Knuth, volume 3, section 6.4).
    tableCount.add(1, ordering: .relaxed).newValue &* 0x9E37_79B1
  }

  private static let tableCount = Atomic<UInt32>(0)

  @inlinable
  subscript(place: Int) -> Registration {
    get { places[place] }
    set { places[place] = newValue }
  }

  /// The place of a token if it has one, whether it is live or not.
  @inlinable
  func place(of token: Token) -> Int? {
    let place = Int(token.index & mask)
    return places[place].token == token ? place : nil
  }

  /// The place of a live registration.
  func find(_ token: Token) -> Int? {
    guard let place = place(of: token), places[place].isLive else { return nil }
    return place
  }

  /// The place of a number, if the table has one and there is no registration.
  @inlinable
  func freePlace(of descriptor: CInt) -> Int? {
    let place = Int(UInt32(bitPattern: descriptor))
    return place < places.count && !places[place].isLive ? place : nil
  }

  /// Makes a registration that the kernel has accepted.
  @inlinable
  mutating func begin(at place: Int, _ events: UInt32) {
    places[place].arm(events)
    count &+= 1
  }

  /// Ends a registration.
  @inlinable
  mutating func end(at place: Int) {
    places[place].end()
    count &-= 1
  }
}

extension RegistrationTable {
  /// The bytes that the table holds.
  var memory: Int { places.count * MemoryLayout<Registration>.stride }

  /// Whether a number belongs to a live registration, or to the loop itself.
  func isTaken(_ descriptor: CInt) -> Bool {
    let place = Int(UInt32(bitPattern: descriptor))
    return descriptor == reserved || place < places.count && places[place].isLive
  }

  /// The token that the next registration of a number will have, if the kernel accepts it.
  func nextToken(for descriptor: CInt) -> Token {
    let place = Int(UInt32(bitPattern: descriptor))
    guard place < places.count else {
      return Token(index: UInt32(bitPattern: descriptor), generation: firstGeneration)
    }
    var next = places[place]
    if next.isLive {
      next.end()
    }
    return next.token
  }

  /// Makes a registration that the kernel has accepted, where there is no place yet or a registration holds
  /// it.
  ///
  /// The file of the latter must have been closed: the kernel refuses a second registration of the same file
  /// and number.
  mutating func beginAnew(_ descriptor: CInt, _ events: UInt32) {
    let place = Int(descriptor)
    if place >= places.count {
      addPlaces(toHold: place + 1)
    }
    if places[place].isLive {
      superseded.append(places[place].token)
      places[place].end()
    }
    begin(at: place, events)
  }

  /// Ends a registration that was superseded, if the token is that of one.
  mutating func endSuperseded(_ token: Token) -> Bool {
    guard let index = superseded.firstIndex(of: token) else { return false }
    superseded.remove(at: index)
    count -= 1
    return true
  }

  private mutating func addPlaces(toHold minimum: Int) {
    let first = places.count
    var count = max(first, Self.leastPlaces)
    while count < minimum {
      count *= 2
    }
    places.grow(toHold: count, filledWith: Registration(index: 0, generation: firstGeneration))
    for place in first..<count {
      places[place] = Registration(index: UInt32(place), generation: firstGeneration)
    }
    if (first..<count).contains(Int(reserved)) {
      places[Int(reserved)] = Registration(reserved: reserved)
    }
    mask = UInt32(count - 1)
  }

  private func isInUse(_ place: Int) -> Bool {
    places[place].isLive && place != Int(reserved)
  }

  /// Gives back the memory of the places after the last registration.
  mutating func shrink() {
    var kept = places.count
    while kept > Self.leastPlaces, !(kept / 2..<kept).contains(where: { isInUse($0) }) {
      kept /= 2
    }
    var used: Int32 = 0
    for place in kept..<places.count where place != Int(reserved) {
      // Generations go round, so that only distances can be compared.
      let distance = places[place].generation &- firstGeneration
      used = max(used, Int32(bitPattern: distance))
    }
    firstGeneration &+= UInt32(bitPattern: used)
    places.shrink(to: kept)
    mask = UInt32(kept - 1)
    if superseded.isEmpty { superseded = [] }
  }
}

extension RegistrationTable {
  /// Adds every registration to a new epoll instance, as it stands in the old one.
  ///
  /// Those whose descriptor was closed early have nothing more to report; their number may be another file's.
  func register(with epoll: borrowing Epoll, insteadOf old: borrowing Epoll) throws(LoopError) {
    for place in 0..<places.count {
      let registration = places[place]
      guard registration.isLive, !registration.isClosed else { continue }
      // The mask that a disarmed registration has can only be had by a report; until then the loop drops it.
      let events = registration.isDisarmed ? Trigger.oneShot.rawValue : registration.kernelEvents
      let descriptor = CInt(place)
      let refusal = epoll.control(.add, descriptor, events: events, data: registration.token.rawValue)
      // The old instance knows whether the number still names the file that was registered. It is asked
      // afterwards, as another thread may close the descriptor at any time, and give the number away.
      let known = old.control(
        .modify, descriptor, events: events & ~Trigger.exclusive.rawValue, data: registration.token.rawValue)
      if known == .notFound || known == .badDescriptor || known == .notPermitted {
        if refusal == nil { _ = epoll.control(.remove, descriptor) }
      } else if let refusal {
        throw LoopError(.wait, refusal)
      }
    }
  }
}
